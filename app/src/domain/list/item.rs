//! RC-3: the nine kinds of spending an order bars.

coded! {
    /// The short text of the rules; the words are shown in public.
    pub enum Item {
        C1 = "c1", "乘坐交通工具时，选择飞机、列车软卧、轮船二等以上舱位";
        C2 = "c2", "在星级以上宾馆、酒店、夜总会、高尔夫球场等场所进行高消费";
        C3 = "c3", "购买不动产或者新建、扩建、高档装修房屋";
        C4 = "c4", "租赁高档写字楼、宾馆、公寓等场所办公";
        C5 = "c5", "购买非经营必需车辆";
        C6 = "c6", "旅游、度假";
        C7 = "c7", "子女就读高收费私立学校";
        C8 = "c8", "支付高额保费购买保险理财产品";
        C9 = "c9", "乘坐 G 字头动车组列车全部座位、其他动车组列车一等以上座位等其他非生活和工作必需的消费行为";
    }
}

/// Reads a stored list of codes; unknown ones are left out.
pub fn parse_all<T>(stored: &str, parse: fn(&str) -> Option<T>) -> Vec<T> {
    stored.split(',').filter_map(parse).collect()
}
