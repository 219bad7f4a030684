//! Which file answers which address of the demo shop, and under which rules the browser may use it.
//!
//! It refuses every path that leaves its folder, and every script that is not a file of the shop.

use std::path::{Component, Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::model::ModelFiles;
use crate::workspace::Workspace;

/// The demo shop: its pages, the package they use, and one model.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pages: PathBuf,
    package: PathBuf,
    model: ModelFiles,
}

impl Site {
    /// Puts the shop of `www/` and the built package around a model.
    pub(crate) fn new(workspace: &Workspace, model: ModelFiles) -> Self {
        Self { pages: workspace.path("www"), package: workspace.path("npm/dist"), model }
    }

    /// Finds the file that answers the path of a request, `/index.html` for `/`.
    pub(crate) fn file(&self, path: &str) -> Option<PathBuf> {
        match path {
            "/models/shop.etalage" => return Some(self.model.model.clone()),
            "/models/shop.catalogue.json" => return Some(self.model.catalogue.clone()),
            "/models/shop.manifest.json" => return Some(self.model.manifest.clone()),
            _ => {}
        }
        let (root, below) = match path.strip_prefix("/etalage/") {
            Some(below) => (&self.package, below),
            None => (&self.pages, path.strip_prefix('/')?),
        };
        let below = percent_decoded(below)?;
        let below = Path::new(&below);
        // Names only: no `..`, no root, no drive of Windows.
        if !below.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let mut file = root.join(below);
        if file.is_dir() {
            file.push("index.html");
        }
        // A symbolic link must not lead out of the folder either.
        let file = file.canonicalize().ok()?;
        (file.is_file() && file.starts_with(root.canonicalize().ok()?)).then_some(file)
    }
}

/// Decodes `%2e` and the like; nothing for text that is not UTF-8 or has a NUL or a backslash.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains(['\0', '\\']))
}

/// Names the media type of a file. Browsers compile wasm while it arrives only under `application/wasm`, and refuse a
/// module script under anything but a JavaScript type.
pub(crate) fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// Writes the content security policy of a page: everything from this server, no inline script but the page's own
/// import maps, named by their hashes, and connections to nowhere else.
pub(crate) fn content_security_policy(html: &str) -> String {
    let hash = |map: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(map)));
    let hashes = import_maps(html).map(hash).collect::<Vec<_>>().join(" ");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {hashes}; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// Gives the text of each `<script type="importmap">`.
fn import_maps(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script type=\"importmap\">").skip(1).filter_map(|rest| rest.split("</script>").next())
}

#[cfg(test)]
impl Site {
    /// Writes a tiny shop into a folder.
    pub(crate) fn for_test(folder: &Path) -> Self {
        let files = ["www/index.html", "www/a b.css", "npm/dist/index.js", "npm/package.json", "shop.etalage"];
        for file in files.map(|name| folder.join(name)) {
            let parent = file.parent().expect("each of the names has a folder before it");
            std::fs::create_dir_all(parent).expect("the folder can be written");
            std::fs::write(file, "shop").expect("the folder can be written");
        }
        let file = |name: &str| folder.join(name);
        let model = ModelFiles { model: file("shop.etalage"), catalogue: file("c.json"), manifest: file("m.json") };
        Self { pages: file("www"), package: file("npm/dist"), model }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_package_and_model_have_their_addresses() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let site = Site::for_test(folder.path());
        let found = |path, end| site.file(path).is_some_and(|file| file.ends_with(end));
        assert!(found("/", "www/index.html"));
        assert!(found("/a%20b.css", "www/a b.css"));
        assert!(found("/etalage/index.js", "npm/dist/index.js"));
        assert!(found("/models/shop.etalage", "shop.etalage"));
        assert_eq!(site.file("/missing.html"), None);
    }

    #[test]
    fn no_path_leaves_its_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let site = Site::for_test(folder.path());
        for path in [
            "/../npm/package.json",
            "/etalage/../package.json",
            "/etalage/%2e%2e/package.json",
            "/etalage/..%2fpackage.json",
            "/..\\npm\\package.json",
            "/%5c..%5cnpm",
            "//etc/passwd",
            "/%00",
            "/%zz",
            "etc/passwd",
            "",
        ] {
            assert_eq!(site.file(path), None, "{path}");
        }
    }

    #[test]
    fn the_policy_names_each_import_map_by_its_hash() {
        let html = "<script type=\"importmap\">{}</script><script type=\"module\" src=\"/shop.js\"></script>";
        let policy = content_security_policy(html);
        // printf '{}' | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='"), "{policy}");
        assert!(!content_security_policy("<p>").contains("sha256"));
    }
}
