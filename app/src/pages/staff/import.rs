//! Tables of list entries, brought in with a preview of every row.
use leptos::prelude::*;

use super::{Frame, lists::entry_words, staff_page};
use crate::components::form::{Field, Radios, error_summary, hidden, submit, upload_form};
use crate::components::{Column, Pager, back_link, data_table, nb, pager};
use crate::domain::list::{
    ListKind,
    import::{ImportState, RowState},
};
use crate::form::Errors;
use crate::pages::Page;

/// One import as a line.
#[derive(Clone, Debug, Default)]
pub struct ImportLine {
    pub id: String,
    pub list: String,
    pub state: String,
    pub when: String,
    pub who: String,
    pub total: i64,
}

/// The form, and what was brought in before.
#[derive(Clone, Debug, Default)]
pub struct ImportsView {
    /// Code of the chosen list, empty for none
    pub list: String,
    pub sheet: String,
    pub errors: Errors,
    pub lines: Vec<ImportLine>,
}

pub fn imports(frame: &Frame, view: &ImportsView) -> Page {
    let (f, v) = (frame.clone(), view.clone());
    staff_page("导入名单", frame, !view.errors.is_empty(), move || {
        let lists = ListKind::ALL
            .iter()
            .fold(Radios::new("list", "导入哪一份名单"), |radios, list| radios.option(list.code(), list.zh()));
        let kinds = ".xlsx,.xls,.ods,.csv,.json";
        let body = view! {
            {hidden("csrf", &f.csrf)}
            {lists.chosen(&v.list).errors(&v.errors).view()}
            {Field::file("file", "名单文件", kinds).hint("xlsx、xls、ods、csv 或者 json，不超过 16 MB、20,000 行").errors(&v.errors).view()}
            {Field::text("sheet", "工作表").hint("文件里有几张表像名单时才填，写工作表的名称").value(&v.sheet).errors(&v.errors).autocomplete("off").view()}
            {submit("上传，先看对照")}
        };
        view! {
            {error_summary(&v.errors)}
            {back_link("/staff/lists", "失信和限消名单")}
            <h1>"导入名单"</h1>
            <p>"上传以后先逐行对照，确认之前什么都不会写入。新增的成为草稿，还要作出决定、送达、批准公布；已经公布的只提出更正，等另一个人批准。"</p>
            <p>"第一行写列名，可以用全国平台的列名。必须有“被执行人姓名或者名称”和“案号”两列；空着的格子不改动已有的内容。证件号码一列请设成文本。"</p>
            {upload_form("/staff/import", body.into_any())}
            {before(&v.lines)}
        }
    })
}

fn before(lines: &[ImportLine]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let columns = [
        Column::text("时间"),
        Column::text("名单"),
        Column::text("状态"),
        Column::text("经办人"),
        Column::figures("行数"),
    ];
    let rows = lines.iter().map(|line| {
        let href = format!("/staff/import/{}", line.id);
        vec![
            view! { <a href=href>{line.when.clone()}</a> }.into_any(),
            line.list.clone().into_any(),
            line.state.clone().into_any(),
            line.who.clone().into_any(),
            line.total.into_any(),
        ]
    });
    Some(view! { <h2>"以前的导入"</h2>{data_table("最近的在前", &columns, rows.collect())} }.into_any())
}

/// One row of the preview.
#[derive(Clone, Debug, Default)]
pub struct PlanLine {
    /// Row of the sheet; 0 for an entry the file does not have
    pub no: u32,
    pub name: String,
    pub case_no: String,
    pub id_masked: String,
    pub public_no: String,
    pub href: String,
    pub differences: Vec<(String, String, String)>,
    pub note: String,
}

/// One import: on its way, before its confirmation, or after.
#[derive(Clone, Debug)]
pub struct ImportView {
    pub id: String,
    pub list: ListKind,
    pub state: ImportState,
    pub trouble: String,
    pub sheet: String,
    /// Columns nobody reads
    pub unused: String,
    pub total: i64,
    pub done: i64,
    /// Rows to be done while something runs
    pub work: i64,
    pub counts: Vec<(RowState, i64)>,
    pub many_missing: bool,
    /// Added, changed, proposed, skipped
    pub results: [i64; 4],
    pub show: RowState,
    pub page: i64,
    pub pages: i64,
    pub lines: Vec<PlanLine>,
    pub errors: Errors,
}

pub fn import(frame: &Frame, view: &ImportView) -> Page {
    let (f, v) = (frame.clone(), view.clone());
    let title = format!("导入{}", entry_words(view.list));
    staff_page(title.clone(), frame, !view.errors.is_empty(), move || {
        let body = match v.state {
            ImportState::Reading | ImportState::Applying | ImportState::Undoing => running(&f, &v),
            ImportState::Ready => preview(&f, &v),
            ImportState::Applied | ImportState::Undone => result(&f, &v),
            ImportState::Failed | ImportState::Dropped | ImportState::Expired => {
                view! { <p><a class="btn" href=format!("/staff/import?list={}", v.list.code())>"再上传一份"</a></p> }
                    .into_any()
            }
        };
        let trouble = (!v.trouble.is_empty()).then(|| view! { <p class="msg" role="alert">{v.trouble.clone()}</p> });
        view! {
            {error_summary(&v.errors)}
            {back_link("/staff/import", "导入名单")}
            <h1>{title}</h1>
            <p class="meta" role="status">{v.state.zh()}</p>
            {trouble}
            {body}
        }
    })
}

/// Looks again by itself, and has a link for whoever does not want to wait.
fn running(f: &Frame, v: &ImportView) -> AnyView {
    let words = if v.work > 0 {
        format!("已办 {} 行，共 {} 行", v.done, v.work)
    } else {
        "正在打开文件".to_owned()
    };
    let bar = (v.work > 0)
        .then(|| view! { <progress max=v.work.to_string() value=v.done.to_string()>{words.clone()}</progress> });
    let go_on = (v.state == ImportState::Applying).then(|| {
        let form = f.form(format!("/staff/import/{}/confirm", v.id), submit("停了五分钟以上，继续导入"));
        view! { <details><summary>"很久没有变化？"</summary>{form}</details> }
    });
    view! {
        <p>{bar}</p>
        <p>{words}"。这一页每两秒自己更新，可以先去做别的事。"</p>
        <p><a href=format!("/staff/import/{}", v.id)>"现在更新"</a></p>
        {go_on}
    }
    .into_any()
}

fn preview(f: &Frame, v: &ImportView) -> AnyView {
    let count = |kind: RowState| v.counts.iter().find(|(k, _)| *k == kind).map_or(0, |(_, n)| *n);
    let (adds, changes, errors) = (count(RowState::Add), count(RowState::Change), count(RowState::Error));
    let sheet = (!v.sheet.is_empty()).then(|| view! { <p>{format!("工作表：{}", v.sheet)}</p> });
    let unused = (!v.unused.is_empty()).then(|| view! { <p class="meta">{format!("没有用到的列：{}", v.unused)}</p> });
    let left = (errors > 0).then(|| {
        view! { <p>{format!("有错误的 {errors} 行不会导入。可以先导入其余的，改好文件后再上传一次，已经导入的会显示为相同。")}</p> }
    });
    let confirm = (adds + changes > 0).then(|| {
        f.form(
            format!("/staff/import/{}/confirm", v.id),
            submit(&format!("确认导入：新增 {adds} 条，更改 {changes} 条")),
        )
    });
    let none = (adds + changes == 0).then(|| view! { <p>"没有要新增或者更改的信息，不用导入。"</p> });
    let drop = f.form(format!("/staff/import/{}/drop", v.id), submit("放弃，清除这份文件的内容"));
    let at = Pager {
        path: format!("/staff/import/{}", v.id),
        query: format!("show={}", v.show.code()),
        page: v.page,
        pages: v.pages,
    };
    view! {
        <p>{format!("文件里共 {} 行，每一行都在下面的一类里。还没有写入任何内容。", v.total)}</p>
        {sheet}{unused}
        {tabs(v)}
        {table(v)}
        {pager(&at)}
        {left}{none}{confirm}
        <details><summary>"不导入了"</summary>{drop}</details>
    }
    .into_any()
}

fn tabs(v: &ImportView) -> AnyView {
    let link = |(kind, count): &(RowState, i64)| {
        let more = if *kind == RowState::Missing && v.many_missing { "以上" } else { "" };
        let words = format!("{} {count}{more}", kind.zh());
        if *kind == v.show {
            return view! { <li><b aria-current="true">{words}</b></li> }.into_any();
        }
        let href = format!("/staff/import/{}?show={}", v.id, kind.code());
        view! { <li><a href=href>{words}</a></li> }.into_any()
    };
    let links = v.counts.iter().map(link).collect::<Vec<_>>();
    view! { <nav class="states" aria-label="按结果筛选"><ul>{links}</ul></nav> }.into_any()
}

fn table(v: &ImportView) -> AnyView {
    if v.lines.is_empty() {
        return view! { <p class="empty">{format!("没有{}的行。", v.show.zh())}</p> }.into_any();
    }
    let caption = match v.show {
        RowState::Missing => "名单里有、文件里没有的。导入不会删除它们，请核对是否该办理删除",
        RowState::Error => "有错误的行，按文件里的顺序。改好文件后再上传",
        _ => "按文件里的顺序",
    };
    let columns = [Column::text("行"), Column::text("姓名或者名称"), Column::text("案号"), Column::text("说明")];
    let rows = v.lines.iter().map(|line| {
        let place = if line.no > 0 { format!("第 {} 行", line.no) } else { "不在文件里".to_owned() };
        vec![
            nb(place),
            view! { {nb(line.name.clone())}" "<span class="meta">{line.id_masked.clone()}</span> }.into_any(),
            line.case_no.clone().into_any(),
            says(line),
        ]
    });
    data_table(caption, &columns, rows.collect())
}

fn says(line: &PlanLine) -> AnyView {
    let entry = (!line.href.is_empty()).then(|| view! { <a href=line.href.clone()>{line.public_no.clone()}</a>" " });
    let shown = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
    let changes = line.differences.iter().map(|(column, now, new)| {
        view! { <li>{format!("{column}：现在是“{}”，文件里是“{}”", shown(now), shown(new))}</li> }
    });
    let changes = changes.collect::<Vec<_>>();
    let list = (!changes.is_empty()).then(|| view! { <ul>{changes}</ul> });
    view! { {entry}{line.note.clone()}{list} }.into_any()
}

fn result(f: &Frame, v: &ImportView) -> AnyView {
    let [added, changed, proposed, skipped] = v.results;
    let count = |kind: RowState| v.counts.iter().find(|(k, _)| *k == kind).map_or(0, |(_, n)| *n);
    let lines = [
        ("新增草稿", added),
        ("更改草稿", changed),
        ("提出更正，等待批准", proposed),
        ("对照以后有人改过，跳过", skipped),
        ("相同，没有动", count(RowState::Same)),
        ("有错误，没有导入", count(RowState::Error)),
    ];
    let items = lines.map(|(words, count)| view! { <li>{format!("{words} {count} 行")}</li> });
    let undo = (v.state == ImportState::Applied).then(|| {
        let form = f.form(format!("/staff/import/{}/undo", v.id), submit("撤销本次导入"));
        view! {
            <p>"撤销会删去这次新增的草稿，恢复更改前的内容，收回提出的更正。只要其中一条已经有人继续办理，就不能整批撤销。"</p>
            {form}
        }
    });
    view! {
        <p>{format!("文件里共 {} 行：", v.total)}</p>
        <ul>{items.into_iter().collect::<Vec<_>>()}</ul>
        <p><a href=format!("/staff/lists?list={}&state=draft", v.list.code())>"看草稿"</a></p>
        {undo}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> ImportView {
        ImportView {
            id: "x".into(),
            list: ListKind::Dishonest,
            state: ImportState::Ready,
            trouble: String::new(),
            sheet: "名单".into(),
            unused: "年龄".into(),
            total: 3,
            done: 0,
            work: 0,
            counts: vec![(RowState::Error, 1), (RowState::Add, 2), (RowState::Missing, 2_000)],
            many_missing: true,
            results: [0; 4],
            show: RowState::Error,
            page: 1,
            pages: 1,
            lines: vec![PlanLine {
                no: 7, note: "案号：没有看懂（规则 9.1）".into(), ..PlanLine::default()
            }],
            errors: Errors::default(),
        }
    }

    #[test]
    fn the_preview_counts_every_row_and_says_what_confirming_does() {
        let body = import(&Frame::default(), &ready()).body;
        for words in [
            "文件里共 3 行",
            "第 7 行",
            "规则 9.1",
            "新增 2",
            "2000以上",
            "确认导入：新增 2 条，更改 0 条",
            "没有用到的列：年龄",
        ] {
            assert!(body.contains(words), "{words}");
        }
        let running = ImportView { state: ImportState::Reading, done: 200, work: 1_000, ..ready() };
        let body = import(&Frame::default(), &running).body;
        assert!(body.contains("已办 200 行，共 1000 行") && body.contains("<progress") && !body.contains("确认导入"));
    }
}
