//! Between a record of the content desk and a record of a bundle: the desk publishes by the same door as an import.
use app::domain::{
    content::{ContentKind, Values, payee, value},
    figure_text::read_printed,
};

use crate::bundle::{Article, Bulletin, Bundle, Campaign, Claim, FigureRecord, Outcome, Payee, Step};

/// The stages of a told case: code of the step and of its fields, and what it is called without a title of its own.
const STAGES: [(&str, &str); 4] = [("lead", "线索"), ("measure", "措施"), ("result", "结果"), ("sum", "到位")];

/// A bundle of this one record.
pub fn bundle(kind: ContentKind, slug: &str, values: &Values) -> Bundle {
    let mut one = Bundle::default();
    match kind {
        ContentKind::Outcome => one.outcomes.push(outcome(slug, values)),
        ContentKind::Campaign => one.campaigns.push(campaign(slug, values)),
        ContentKind::Claim => one.claims.push(claim(slug, values)),
        ContentKind::Article => one.articles.push(article(slug, values)),
        ContentKind::Announcement | ContentKind::Disposal => {
            one.bulletins.push(Bulletin { kind: kind.code().into(), slug: slug.into(), values: values.clone() });
        }
        ContentKind::Figure => one.figures.push(figure(slug, values)),
    }
    one
}

/// The gates have read `printed` before; a figure that is none prints nothing.
fn figure(slug: &str, v: &Values) -> FigureRecord {
    let read = read_printed(value(v, "printed")).ok();
    FigureRecord {
        slug: slug.to_owned(),
        year: value(v, "year").parse().unwrap_or_default(),
        section: text(v, "section"),
        label: text(v, "title"),
        printed: text(v, "printed"),
        value: read.map_or(0, |(value, ..)| value),
        unit: read.map_or("", |(_, unit, _)| unit.code()).into(),
        precision: read.map_or("", |(.., precision)| precision.code()).into(),
        period_from: text(v, "period_from"),
        period_to: text(v, "period_to"),
        as_of: text(v, "as_of"),
        scope: text(v, "scope"),
        source: text(v, "source"),
        definition: text(v, "definition"),
        campaign: text(v, "campaign"),
        home: value(v, "home") == "yes",
        note: text(v, "note"),
        alone: true,
    }
}

fn text(values: &Values, id: &str) -> String {
    value(values, id).to_owned()
}

fn outcome(slug: &str, v: &Values) -> Outcome {
    let step = |(stage, usual): &(&str, &str)| {
        let own = text(v, &format!("{stage}_title"));
        Step {
            stage: (*stage).to_owned(),
            happened: text(v, &format!("{stage}_on")),
            title: if own.is_empty() { (*usual).to_owned() } else { own },
            text: text(v, &format!("{stage}_text")),
        }
    };
    Outcome {
        slug: slug.to_owned(),
        title: text(v, "title"),
        kind: "case".to_owned(),
        cause: text(v, "cause"),
        summary: text(v, "summary"),
        owed_text: text(v, "owed_text"),
        done_text: text(v, "done_text"),
        arrived_text: text(v, "arrived_text"),
        body_md: text(v, "body"),
        happened: text(v, "happened"),
        campaign: text(v, "campaign"),
        source: text(v, "source"),
        published_on: String::new(),
        steps: STAGES.iter().map(step).filter(|step| !step.text.is_empty()).collect(),
    }
}

fn campaign(slug: &str, v: &Values) -> Campaign {
    Campaign {
        slug: slug.to_owned(),
        title: text(v, "title"),
        parent: text(v, "parent"),
        year: value(v, "started").get(..4).and_then(|year| year.parse().ok()).unwrap_or_default(),
        period: text(v, "period"),
        started: text(v, "started"),
        ended: text(v, "ended"),
        goal: text(v, "goal"),
        body_md: text(v, "body"),
        source: text(v, "source"),
        position: 0,
        published_on: String::new(),
    }
}

fn claim(slug: &str, v: &Values) -> Claim {
    let lines = |id| value(v, id).lines().map(str::trim).filter(|line| !line.is_empty());
    let item = |(payee, case_no)| Payee { payee, case_no, state: String::new() };
    Claim {
        slug: slug.to_owned(),
        title: text(v, "title"),
        held_on: text(v, "held_on"),
        hours: text(v, "hours"),
        place: text(v, "place"),
        contact: text(v, "contact"),
        phone: text(v, "phone"),
        documents: lines("documents").map(str::to_owned).collect(),
        deadline: text(v, "deadline"),
        consequence: text(v, "consequence"),
        body_md: text(v, "body"),
        source: text(v, "source"),
        published_on: String::new(),
        items: lines("payees").filter_map(|line| payee(line).ok()).map(item).collect(),
    }
}

fn article(slug: &str, v: &Values) -> Article {
    let (title, summary, body_md) = (text(v, "title"), text(v, "summary"), text(v, "body"));
    Article { slug: slug.to_owned(), title, summary, body_md, position: 0 }
}

/// What came in a bundle, as the desk's form would have it: kind, address, fields.
pub fn records(bundle: &Bundle) -> Vec<(ContentKind, String, Values)> {
    let mut all = Vec::new();
    for r in &bundle.outcomes {
        all.push((ContentKind::Outcome, r.slug.clone(), of_outcome(r)));
    }
    for r in &bundle.campaigns {
        let more = [("period", &r.period), ("started", &r.started), ("ended", &r.ended), ("goal", &r.goal)];
        let rest = [("parent", &r.parent), ("title", &r.title), ("body", &r.body_md), ("source", &r.source)];
        all.push((ContentKind::Campaign, r.slug.clone(), values(more.into_iter().chain(rest))));
    }
    for r in &bundle.claims {
        all.push((ContentKind::Claim, r.slug.clone(), of_claim(r)));
    }
    for r in &bundle.articles {
        let own = [("title", &r.title), ("summary", &r.summary), ("body", &r.body_md)];
        all.push((ContentKind::Article, r.slug.clone(), values(own)));
    }
    for r in &bundle.figures {
        all.push((ContentKind::Figure, r.slug.clone(), of_figure(r)));
    }
    for r in &bundle.bulletins {
        all.extend(ContentKind::parse(&r.kind).map(|kind| (kind, r.slug.clone(), r.values.clone())));
    }
    all
}

fn values<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a String)>) -> Values {
    let filled = pairs.into_iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(id, text)| (id.to_owned(), text.clone())).collect()
}

fn of_outcome(r: &Outcome) -> Values {
    let mut all = values([
        ("title", &r.title),
        ("summary", &r.summary),
        ("cause", &r.cause),
        ("owed_text", &r.owed_text),
        ("done_text", &r.done_text),
        ("arrived_text", &r.arrived_text),
        ("happened", &r.happened),
        ("campaign", &r.campaign),
        ("body", &r.body_md),
        ("source", &r.source),
    ]);
    for step in &r.steps {
        let parts = [("on", &step.happened), ("title", &step.title), ("text", &step.text)];
        for (part, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
            all.insert(format!("{}_{part}", step.stage), text.clone());
        }
    }
    all
}

fn of_figure(r: &FigureRecord) -> Values {
    let (year, home) = (r.year.to_string(), if r.home { "yes" } else { "no" }.to_owned());
    values([
        ("title", &r.label),
        ("year", &year),
        ("section", &r.section),
        ("printed", &r.printed),
        ("period_from", &r.period_from),
        ("period_to", &r.period_to),
        ("as_of", &r.as_of),
        ("scope", &r.scope),
        ("definition", &r.definition),
        ("source", &r.source),
        ("campaign", &r.campaign),
        ("home", &home),
        ("note", &r.note),
    ])
}

fn of_claim(r: &Claim) -> Values {
    let (documents, items) = (r.documents.join("\n"), payees(&r.items));
    values([
        ("title", &r.title),
        ("held_on", &r.held_on),
        ("hours", &r.hours),
        ("place", &r.place),
        ("contact", &r.contact),
        ("phone", &r.phone),
        ("documents", &documents),
        ("deadline", &r.deadline),
        ("consequence", &r.consequence),
        ("body", &r.body_md),
        ("source", &r.source),
        ("payees", &items),
    ])
}

fn payees(items: &[Payee]) -> String {
    items.iter().map(|item| format!("{} {}", item.payee, item.case_no)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;

    #[test]
    fn what_the_desk_takes_over_it_gives_back() {
        let today = app::domain::date::LegalDate::parse("2026-11-23").unwrap();
        for (kind, slug, values) in records(&demo::content(today).unwrap()) {
            let again = records(&bundle(kind, &slug, &values));
            assert_eq!(again, [(kind, slug, values)]);
        }
    }
}
