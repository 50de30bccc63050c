//! Names in a draft and what stands for them (AN-5, AN-7): the same person reads alike in every field, and two who would
//! read alike are numbered. The mapping is shown to the editor and kept nowhere.
use super::{
    content::{ContentKind, Shape, Values, value},
    mask::{Style, anonymise_all, anonymise_unit},
};

/// One name, and what each style writes for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    pub name: String,
    pub judgment: String,
    pub news: String,
}

impl Replacement {
    pub fn in_style(&self, style: Style) -> &str {
        match style {
            Style::Judgment => &self.judgment,
            Style::News => &self.news,
        }
    }
}

/// What stands for each of these, persons in the order in which the draft speaks of them. Who is not in it has no part.
pub fn replacements(kind: ContentKind, values: &Values, persons: &[String], units: &[String]) -> Vec<Replacement> {
    let text = whole(kind, values);
    let mut found: Vec<(usize, &str)> =
        persons.iter().filter_map(|n| Some((text.find(n.as_str())?, n.as_str()))).collect();
    found.sort_unstable();
    found.dedup();
    let names: Vec<&str> = found.into_iter().map(|(_, name)| name).collect();
    let both = anonymise_all(&names, Style::Judgment).into_iter().zip(anonymise_all(&names, Style::News));
    let person = |(name, (judgment, news)): (&&str, _)| Replacement { name: (*name).to_owned(), judgment, news };
    let mut all: Vec<Replacement> = names.iter().zip(both).map(person).collect();
    for unit in units.iter().filter(|unit| text.contains(unit.as_str())) {
        let short = anonymise_unit(unit);
        all.push(Replacement { name: unit.clone(), judgment: short.clone(), news: short });
    }
    all
}

fn whole(kind: ContentKind, values: &Values) -> String {
    kind.specs().iter().map(|spec| value(values, spec.id)).collect::<Vec<_>>().join("\n")
}

/// The draft with every name replaced, longest names first, so that no name is torn out of a longer one.
pub fn replaced(kind: ContentKind, values: &Values, all: &[Replacement], style: Style) -> Values {
    let mut all: Vec<&Replacement> = all.iter().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.name.len()));
    let mut values = values.clone();
    let words =
        |shape: Shape| matches!(shape, Shape::Line | Shape::Area | Shape::Markdown | Shape::Dated | Shape::Payees);
    for spec in kind.specs().iter().filter(|spec| words(spec.shape)) {
        if let Some(text) = values.get_mut(spec.id) {
            *text = all.iter().fold(std::mem::take(text), |text, one| text.replace(&one.name, one.in_style(style)));
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Values {
        let body = "王小明欠李晓华和王小刚的钱，王小明名下有蓝天建材有限公司的股份。";
        [("title", "追回货款"), ("summary", "找到了王小明。"), ("body", body)].map(|(k, v)| (k.into(), v.into())).into()
    }

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn an_5_an_7_names_are_numbered_in_the_order_of_the_text_and_read_alike_everywhere() {
        let persons = names(&["李晓华", "王小刚", "王小明", "赵不在"]);
        let all = replacements(ContentKind::Article, &draft(), &persons, &names(&["蓝天建材有限公司"]));
        let table: Vec<_> = all.iter().map(|r| (r.name.as_str(), r.judgment.as_str(), r.news.as_str())).collect();
        let want = [
            ("王小明", "王某1", "王某某1"),
            ("李晓华", "李某", "李某某"),
            ("王小刚", "王某2", "王某某2"),
            ("蓝天建材有限公司", "某有限公司", "某有限公司"),
        ];
        assert_eq!(table, want);
        let done = replaced(ContentKind::Article, &draft(), &all, Style::Judgment);
        assert_eq!(value(&done, "summary"), "找到了王某1。");
        assert_eq!(value(&done, "body"), "王某1欠李某和王某2的钱，王某1名下有某有限公司的股份。");
        assert!(super::super::content::named(ContentKind::Article, &done, &persons).is_empty());
    }

    #[test]
    fn an_7_a_longer_name_is_replaced_before_the_one_inside_it() {
        let text: Values = [("body".to_owned(), "欧阳修远和欧阳修".to_owned())].into();
        let all = replacements(ContentKind::Article, &text, &names(&["欧阳修", "欧阳修远"]), &[]);
        let done = replaced(ContentKind::Article, &text, &all, Style::News);
        assert!(!value(&done, "body").contains('修'), "{done:?}");
    }
}
