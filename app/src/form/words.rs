//! Forms in words: what stands in each field, under the label an editor knows it by, so that two can be laid side by side.
use super::{content::ContentForm, issue::IssueForm, list_entry::EntryForm, reward::RewardForm, subject::SubjectForm};
use crate::domain::{
    content::{ContentKind, value},
    list::{Ground, InitiatedBy, Item, Question},
    notice::BountyKind,
};

/// Label and text, in the order of the form.
pub type Words = Vec<(String, String)>;

/// A field that two texts of one form have otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// Fields that differ; one that only one of the two has counts as empty in the other.
pub fn differing(before: &Words, after: &Words) -> Vec<Difference> {
    let of = |words: &Words, label: &str| words.iter().find(|(l, _)| l == label).map(|(_, t)| t.clone());
    let both = |label: &String| Difference {
        label: label.clone(),
        before: of(before, label).unwrap_or_default(),
        after: of(after, label).unwrap_or_default(),
    };
    let gone = before.iter().filter(|(label, _)| of(after, label).is_none());
    let labels = after.iter().chain(gone).map(|(label, _)| label);
    labels.map(both).filter(|d| d.before != d.after).collect()
}

fn words<const N: usize>(pairs: [(&str, &str); N]) -> Words {
    pairs.into_iter().map(|(label, text)| (label.to_owned(), text.to_owned())).collect()
}

fn yes(is: bool) -> &'static str {
    if is { "是" } else { "否" }
}

/// A code in words, or as it came where it has none.
fn zh<T>(code: &str, parsed: Option<T>, zh: impl Fn(T) -> &'static str) -> &str {
    match parsed {
        Some(known) => zh(known),
        None => code,
    }
}

impl IssueForm {
    pub fn words(&self) -> Words {
        let decision = super::issue::DECISIONS.iter().find(|(code, ..)| *code == self.decision);
        words([
            ("标题", &self.title),
            ("悬赏类型", zh(&self.kind, BountyKind::parse(&self.kind), BountyKind::zh)),
            ("一句话说明", &self.summary),
            ("正文", &self.body),
            ("领取条件", &self.condition),
            ("开始日期", &self.valid_from),
            ("截止日期", &self.valid_until),
            ("申请执行人", &self.applicant),
            ("收到申请的日期", &self.applied_on),
            ("承诺支付的金额或者方法", &self.promise),
            ("申请执行人已书面承诺", yes(self.promised)),
            ("法院的决定", decision.map_or("", |(_, words, _)| words)),
            ("决定日期", &self.decided_on),
        ])
    }
}

impl RewardForm {
    fn line(&self) -> String {
        let mode = match self.mode.as_str() {
            "fixed" => "固定金额",
            "percent" => "按百分比",
            "min_max" => "按百分比，有最低和最高金额",
            "tiered" => "分段按百分比",
            _ => "不悬赏",
        };
        let parts = [
            ("固定金额", &self.amount),
            ("百分比", &self.percent),
            ("最低", &self.floor),
            ("最高", &self.cap),
            ("分段", &self.tiers),
        ];
        let told = parts.iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label} {text}"));
        std::iter::once(mode.to_owned()).chain(told).collect::<Vec<_>>().join("\n")
    }
}

impl SubjectForm {
    /// Without the identity number, which is shown to nobody (invariant 4).
    pub fn words(&self) -> Words {
        words([
            ("类型", party(&self.party)),
            ("姓名或者名称", &self.name),
            ("法定代表人或者负责人", &self.legal_rep),
            ("县区", &self.county),
            ("乡镇或者街道", &self.town),
            ("执行案号", &self.case_no),
            ("立案日期", &self.filed_on),
            ("依据文书文号", &self.basis_no),
            ("作出文书的单位", &self.basis_unit),
            ("应履行金额", &self.owed),
            ("未履行金额", &self.unpaid),
            ("我们想知道", &self.wanted),
            ("紧急", yes(self.urgent)),
            ("财产线索的悬赏", &self.property.line()),
            ("行踪线索的悬赏", &self.whereabouts.line()),
        ])
    }
}

fn party(code: &str) -> &str {
    match code {
        "person" => "自然人",
        "unit" => "单位",
        other => other,
    }
}

impl EntryForm {
    /// Without the identity number, which is shown to nobody (invariant 4).
    pub fn words(&self) -> Words {
        let grounds: Vec<_> = self.grounds.iter().map(|code| zh(code, Ground::parse(code), Ground::zh)).collect();
        let items: Vec<_> = self.items.iter().map(|code| zh(code, Item::parse(code), Item::zh)).collect();
        let performance = if self.performance == "part" { "部分未履行" } else { "全部未履行" };
        let mut all = words([
            ("类型", party(&self.party)),
            ("姓名或者名称", &self.name),
            ("法定代表人或者负责人", &self.legal_rep),
            ("就是本案的被执行人", yes(self.is_debtor)),
            ("是全日制在校学生", yes(self.student)),
            ("执行案号", &self.case_no),
            ("立案日期", &self.filed_on),
            ("依据文书文号", &self.basis_no),
            ("作出文书的单位", &self.basis_unit),
            ("应履行的义务", &self.duty),
            ("履行情况", performance),
            ("由谁提起", zh(&self.initiated_by, InitiatedBy::parse(&self.initiated_by), InitiatedBy::zh)),
            ("收到书面申请的日期", &self.applied_on),
            ("风险提示的日期", &self.warned_on),
            ("具体情形", &grounds.join("\n")),
            ("延长的年数", &self.extension_years),
            ("延长的理由", &self.extension_reason),
            ("对应的限制消费信息", &self.linked_no),
            ("考虑的因素", &self.considerations),
            ("限制的项目", &items.join("\n")),
            ("限制的期间", &self.period),
            ("违反的后果", &self.consequences),
            ("理由", &self.reasons),
        ]);
        let answer = |text: &str| match text {
            "yes" => "是".to_owned(),
            "no" => "否".to_owned(),
            other => other.to_owned(),
        };
        all.extend(Question::ALL.iter().zip(&self.answers).map(|(q, text)| (q.zh().to_owned(), answer(text))));
        all
    }
}

impl ContentForm {
    pub fn words(&self, kind: ContentKind) -> Words {
        let fields = kind.specs().iter().map(|s| (s.label.to_owned(), value(&self.values, s.id).to_owned()));
        std::iter::once(("网址".to_owned(), self.slug.clone())).chain(fields).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told_and_nothing_of_it_is_lost() {
        let one = words([("标题", "甲"), ("正文", "乙"), ("旧栏", "丙")]);
        let two = words([("标题", "甲"), ("正文", "丁"), ("新栏", "戊")]);
        let told: Vec<_> = differing(&one, &two).into_iter().map(|d| (d.label, d.before, d.after)).collect();
        let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(told, [text("正文", "乙", "丁"), text("新栏", "", "戊"), text("旧栏", "丙", "")]);
    }

    #[test]
    fn no_form_in_words_holds_an_identity_number_and_no_label_stands_twice() {
        let id = "11010519491231002X".to_owned();
        let all = [
            SubjectForm { id_no: id.clone(), ..SubjectForm::default() }.words(),
            EntryForm { id_no: id.clone(), ..EntryForm::default() }.words(),
            IssueForm::default().words(),
            ContentForm::default().words(ContentKind::Outcome),
        ];
        for form in all {
            assert!(form.iter().all(|(_, text)| *text != id));
            let labels: std::collections::BTreeSet<_> = form.iter().map(|(label, _)| label).collect();
            assert_eq!(labels.len(), form.len(), "{form:?}");
        }
    }
}
