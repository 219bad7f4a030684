//! Promises about `docs/privacy`: the annexes have every part that the law asks for, in both languages, and every link leads to a
//! file.

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::workspace::Workspace;

    /// Headings, in English and French, that a document must have.
    type Parts = [(&'static str, &'static str)];

    const RECORD: &Parts = &[
        ("Controller", "Responsable du traitement"),
        ("Purposes", "Finalités"),
        ("Data subjects and data", "Personnes et données concernées"),
        ("Recipients", "Destinataires"),
        ("Transfers", "Transferts"),
        ("Periods", "Durées de conservation"),
        ("Security", "Mesures de sécurité"),
    ];

    const ASSESSMENT: &Parts = &[
        ("Description", "Description"),
        ("Necessity and proportionality", "Nécessité et proportionnalité"),
        ("Risks", "Risques"),
        ("Measures", "Mesures"),
        ("Views and conclusion", "Avis et conclusion"),
    ];

    #[test]
    fn every_link_leads_to_a_file() {
        let folder = Workspace::find().expect("these tests run in the repository").path("docs/privacy");
        for language in ["en", "fr"] {
            for document in fs::read_dir(folder.join(language)).expect("a folder for each language").flatten() {
                let text = fs::read_to_string(document.path()).expect("documents are UTF-8");
                for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                    assert!(folder.join(language).join(target).is_file(), "{:?} links to {target}", document.path());
                }
            }
        }
    }

    fn has_every_part(documents: [&str; 2], parts: &Parts) {
        let workspace = Workspace::find().expect("these tests run in the repository");
        for (document, french) in documents.into_iter().zip([false, true]) {
            let text = fs::read_to_string(workspace.path("docs/privacy").join(document)).expect(document);
            for &(en, fr) in parts {
                let heading = format!("\n## {}\n", if french { fr } else { en });
                let body = text.split_once(&heading).map_or("", |(_, after)| after.split("\n## ").next().unwrap_or(""));
                assert!(body.trim().len() > 100, "{document}: expected a part{heading}with words in it");
            }
        }
    }

    #[test]
    fn the_record_has_every_entry_of_article_30() {
        has_every_part(["en/record.md", "fr/registre.md"], RECORD);
    }

    #[test]
    fn the_assessment_has_every_part_of_article_35() {
        has_every_part(["en/dpia.md", "fr/aipd.md"], ASSESSMENT);
    }
}
