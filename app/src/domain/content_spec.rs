//! What each kind of the content desk asks for, in the order of its form.

/// How a field is read and asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Line,
    Area,
    /// Read by people as Markdown
    Markdown,
    Day,
    /// `2025`, `2025-03` or `2025-03-01`
    Partial,
    /// A campaign's address
    Campaign,
    /// `张某 （2025）湘1199执1号`, a line each (CM-2)
    Payees,
    /// `2025-03 完成登记`, a line each
    Dated,
    /// One of these: code and words
    Choice(&'static [(&'static str, &'static str)]),
}

/// One field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    pub id: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub shape: Shape,
    /// Must be there before it goes to review.
    pub required: bool,
    pub max: usize,
}

const fn spec(id: &'static str, label: &'static str, hint: &'static str, shape: Shape, required: bool) -> Spec {
    let max = match shape {
        Shape::Markdown => 20_000,
        Shape::Area | Shape::Payees | Shape::Dated => 4_000,
        _ => 200,
    };
    Spec { id, label, hint, shape, required, max }
}

const TITLE: Spec = spec("title", "标题", "不要写姓名", Shape::Line, true);
const SOURCE: Spec = spec("source", "来源", "例如：执行局 2025年12月", Shape::Line, true);

pub(super) const OUTCOME: [Spec; 22] = [
    TITLE,
    spec("summary", "一句话说明", "用于列表和分享", Shape::Line, true),
    spec("cause", "案由", "例如：民间借贷纠纷", Shape::Line, true),
    spec("owed_text", "应履行", "", Shape::Line, false),
    spec("done_text", "法院做了什么", "", Shape::Line, true),
    spec("arrived_text", "到位情况", "", Shape::Line, false),
    spec("happened", "发生时间", "年、年月或者年月日", Shape::Partial, false),
    spec("campaign", "属于哪次专项行动", "", Shape::Campaign, false),
    spec("lead_on", "线索：时间", "", Shape::Partial, false),
    spec("lead_title", "线索：小标题", "不填就写“线索”", Shape::Line, false),
    spec("lead_text", "线索：经过", "", Shape::Area, true),
    spec("measure_on", "措施：时间", "", Shape::Partial, false),
    spec("measure_title", "措施：小标题", "不填就写“措施”", Shape::Line, false),
    spec("measure_text", "措施：经过", "", Shape::Area, true),
    spec("result_on", "结果：时间", "", Shape::Partial, false),
    spec("result_title", "结果：小标题", "不填就写“结果”", Shape::Line, false),
    spec("result_text", "结果：经过", "", Shape::Area, true),
    spec("sum_on", "到位：时间", "", Shape::Partial, false),
    spec("sum_title", "到位：小标题", "不填就写“到位”", Shape::Line, false),
    spec("sum_text", "到位：经过", "没有到位金额的不填", Shape::Area, false),
    spec("body", "正文", "可以用 Markdown：## 小标题、- 列表、**加粗**", Shape::Markdown, false),
    SOURCE,
];
pub(super) const CAMPAIGN: [Spec; 8] = [
    TITLE,
    spec("period", "时间，用文字写", "例如：2025年3月起", Shape::Line, true),
    spec("started", "开始", "年、年月或者年月日", Shape::Partial, true),
    spec("ended", "结束", "还没有结束的不填", Shape::Partial, false),
    spec("goal", "目标", "", Shape::Line, true),
    spec("parent", "属于哪次专项行动", "", Shape::Campaign, false),
    spec("body", "正文", "可以用 Markdown", Shape::Markdown, false),
    SOURCE,
];
pub(super) const CLAIM: [Spec; 12] = [
    TITLE,
    spec("held_on", "领款日期", "", Shape::Day, true),
    spec("hours", "时间", "例如：上午9:00至12:00", Shape::Line, true),
    spec("place", "地点", "", Shape::Line, true),
    spec("contact", "联系人或者部门", "", Shape::Line, true),
    spec("phone", "联系电话", "", Shape::Line, true),
    spec("documents", "带什么", "一行一种情况", Shape::Area, true),
    spec("deadline", "最晚领取日期", "", Shape::Day, true),
    spec("consequence", "逾期怎么办", "", Shape::Line, true),
    spec("payees", "领款人和案号", "一行一人，姓名要隐去，例如：张某 （2025）湘1199执1号", Shape::Payees, true),
    spec("body", "其他说明", "可以用 Markdown", Shape::Markdown, false),
    SOURCE,
];
pub(super) const ARTICLE: [Spec; 3] = [
    TITLE,
    spec("summary", "一句话回答", "先说答案，再讲道理", Shape::Line, true),
    spec("body", "正文", "可以用 Markdown", Shape::Markdown, true),
];
pub(super) const ANNOUNCEMENT: [Spec; 9] = [
    TITLE,
    spec("summary", "一句话说明", "谁要在什么时候做什么", Shape::Line, true),
    spec("held_on", "日期", "会议、行动或者发放的那一天；没有的不填", Shape::Day, false),
    spec("hours", "时间", "例如：上午9:00至12:00", Shape::Line, false),
    spec("place", "地点", "", Shape::Line, false),
    spec("contact", "联系人或者部门", "", Shape::Line, false),
    spec("phone", "联系电话", "", Shape::Line, false),
    spec("body", "正文", "可以用 Markdown", Shape::Markdown, true),
    SOURCE,
];
/// How far a case with many victims has come.
pub const STAGES: [(&str, &str); 5] = [
    ("register", "登记核对"),
    ("assets", "清理和处置财产"),
    ("plan", "制定分配方案"),
    ("paying", "发放案款"),
    ("done", "已办完"),
];
/// What figures are grouped by on the page of a year.
pub const SECTIONS: [(&str, &str); 7] = [
    ("overview", "收结案与执行到位"),
    ("winter", "「秋冬风暴」节前集中执行"),
    ("unpaid", "「未执行到位案件」与「湘执利剑2025」"),
    ("measures", "查找财产与强制措施"),
    ("warnings", "预处罚通知"),
    ("criminal", "拒不执行判决、裁定罪"),
    ("other", "其他"),
];
pub(super) const FIGURE: [Spec; 13] = [
    Spec { label: "指标", hint: "例如：受理执行案件", ..TITLE },
    spec("year", "年份", "四位数字，例如 2025", Shape::Line, true),
    spec("section", "放在哪一组", "", Shape::Choice(&SECTIONS), true),
    spec("printed", "数字", "连单位一起，照来源写，例如 2403件、93.67%、113万余元", Shape::Line, true),
    spec("period_from", "统计期间：从", "", Shape::Day, true),
    spec("period_to", "统计期间：到", "", Shape::Day, true),
    spec("as_of", "数据截至", "", Shape::Day, true),
    spec("scope", "统计口径", "算哪些，不算哪些，例如：2025年度，全院", Shape::Line, true),
    spec("definition", "怎样计算", "例如：一个案号计一件。", Shape::Area, true),
    SOURCE,
    spec("campaign", "属于哪次专项行动", "", Shape::Campaign, false),
    spec("home", "是不是主要数据", "", Shape::Choice(&[("yes", "是，放在首页和最前面"), ("no", "不是")]), false),
    spec("note", "更正说明", "更正已经公布的数字时填写，和数字一起公布", Shape::Line, false),
];
pub(super) const DISPOSAL: [Spec; 19] = [
    Spec { hint: "写案件的简称，不要写姓名", ..TITLE },
    spec("summary", "一句话说明", "现在办到哪一步，接下来做什么", Shape::Line, true),
    spec("case_no", "案号", "", Shape::Line, false),
    spec("stage", "现在的阶段", "", Shape::Choice(&STAGES), true),
    spec("stages", "经过", "一行一步，例如：2025-03 完成登记", Shape::Dated, true),
    spec("confirmed_text", "确认要退赔的数额", "例如：1.2亿元", Shape::Line, false),
    spec("recovered_text", "已经追回", "例如：3400万元", Shape::Line, true),
    spec("paid_text", "已经发放", "还没有发放的写“还没有发放”", Shape::Line, true),
    spec("left_text", "还没有处置的财产", "", Shape::Area, false),
    spec("as_of", "数据截至", "", Shape::Day, true),
    spec("register_text", "怎样登记", "到哪里登记，带什么；不用再登记的也要写明", Shape::Area, true),
    spec("register_until", "登记截止日期", "", Shape::Day, false),
    spec("claim_text", "怎样领款", "", Shape::Area, true),
    spec("next_text", "下一步", "做什么，大概什么时候", Shape::Area, true),
    spec("contact", "问谁", "例如：执行局综合组", Shape::Line, true),
    spec("phone", "电话", "", Shape::Line, true),
    spec("hours", "接听时间", "例如：工作日上午9:00至12:00", Shape::Line, false),
    spec("body", "其他说明", "可以用 Markdown", Shape::Markdown, false),
    SOURCE,
];
