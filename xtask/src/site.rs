//! Which file answers which address of the demo shop, and under which rules the browser may use it.
//!
//! It refuses every path that leaves its folder, and every script that is not a file of the shop.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::model::ModelFiles;
use crate::pictures;
use crate::workspace::Workspace;

/// The files of the package that the shop loads.
const PACKAGE: [&str; 2] = ["index.js", "engine/etalage_bg.wasm"];

/// Kept in no cache of the shop's own: what keeps it, and what only the build uses.
const NOT_KEPT: [&str; 3] = ["service-worker.js", "jsconfig.json", "jsconfig.worker.json"];

/// The demo shop: its pages, the package they use, one model, and the pictures of its products.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pages: PathBuf,
    package: PathBuf,
    model: ModelFiles,
    pictures: PathBuf,
}

impl Site {
    /// Puts the shop of `www/` and the built package around a model, and draws its products where that was not done yet.
    ///
    /// # Errors
    /// When the products could not be drawn.
    pub(crate) fn new(workspace: &Workspace, model: ModelFiles) -> Result<Self> {
        let pictures = pictures::drawn(workspace, &model.catalogue)?;
        Ok(Self { pages: workspace.path("www"), package: workspace.path("npm/dist"), model, pictures })
    }

    /// Finds the file that answers the path of a request, `/index.html` for `/`.
    pub(crate) fn file(&self, path: &str) -> Option<PathBuf> {
        match path {
            "/models/shop.etalage" => return Some(self.model.model.clone()),
            "/models/shop.catalogue.json" => return Some(self.model.catalogue.clone()),
            "/models/shop.manifest.json" => return Some(self.model.manifest.clone()),
            _ => {}
        }
        // A picture is named by its product's id as an address writes it, so that any id makes one file name.
        if let Some(name) = path.strip_prefix(PICTURES) {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_!~'()%.".contains(&byte);
            let file = self.pictures.join(name);
            let picture = file.extension().is_some_and(|extension| extension == "svg");
            return (picture && name.bytes().all(plain) && file.is_file()).then_some(file);
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

/// Where the pictures of products have their addresses.
const PICTURES: &str = "/pictures/";

/// Says how long a browser may keep what has an address without asking again.
///
/// Pictures must be kept: a browser that asks again for one only when it has let go of it tells which ones were shown.
pub(crate) fn cache_control(path: &str) -> &'static str {
    if path.starts_with(PICTURES) { "max-age=86400" } else { "no-cache" }
}

impl Site {
    /// Lists what the shop needs when there is no network, and names the version of it all: the same for every visitor.
    ///
    /// # Errors
    /// When a folder or a file of the shop cannot be read.
    pub(crate) fn list(&self) -> Result<String> {
        let mut files = Vec::new();
        walk(&self.pages, &mut files)?;
        let mut addresses: Vec<(String, PathBuf)> = files
            .into_iter()
            .filter_map(|file| {
                let below = file.strip_prefix(&self.pages).ok()?.to_str()?.replace('\\', "/");
                let kept = matches!(file.extension()?.to_str()?, "html" | "js" | "css" | "json" | "svg");
                let address = format!("/{}", below.strip_suffix("index.html").unwrap_or(&below));
                (kept && !NOT_KEPT.contains(&below.as_str())).then_some((address, file))
            })
            .collect();
        addresses.extend(PACKAGE.map(|name| (format!("/etalage/{name}"), self.package.join(name))));
        for name in ["shop.etalage", "shop.catalogue.json", "shop.manifest.json"] {
            let address = format!("/models/{name}");
            let file = self.file(&address).with_context(|| format!("{address} has no file"))?;
            addresses.push((address, file));
        }
        addresses.sort();
        let mut version = Sha256::new();
        for (address, file) in &addresses {
            let metadata = fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
            let time = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
            version.update(format!("{address} {} {time}\n", metadata.len()));
        }
        let version = BASE64_URL_SAFE_NO_PAD.encode(version.finalize());
        let addresses: Vec<String> = addresses.into_iter().map(|(address, _)| address).collect();
        Ok(json!({ "version": version, "files": addresses }).to_string())
    }
}

/// Gives every file below a folder.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, files)? } else { files.push(path) }
    }
    Ok(())
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
/// import maps, named by their hashes, connections to nowhere else, and no frame around it but the shop's own.
pub(crate) fn content_security_policy(html: &str) -> String {
    let hash = |map: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(map)));
    let hashes = import_maps(html).map(hash).collect::<Vec<_>>().join(" ");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {hashes}; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'"
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
        let files = [
            "www/index.html",
            "www/a b.css",
            "www/audit/index.html",
            "www/service-worker.js",
            "npm/dist/index.js",
            "npm/dist/engine/etalage_bg.wasm",
            "npm/package.json",
            "shop.etalage",
            "c.json",
            "m.json",
            "pictures/a%20b.svg",
        ];
        for file in files.map(|name| folder.join(name)) {
            let parent = file.parent().expect("each of the names has a folder before it");
            std::fs::create_dir_all(parent).expect("the folder can be written");
            std::fs::write(file, "shop").expect("the folder can be written");
        }
        let file = |name: &str| folder.join(name);
        let model = ModelFiles { model: file("shop.etalage"), catalogue: file("c.json"), manifest: file("m.json") };
        Self { pages: file("www"), package: file("npm/dist"), model, pictures: file("pictures") }
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
        assert!(found("/audit/", "www/audit/index.html"));
        assert!(found("/pictures/a%20b.svg", "pictures/a%20b.svg"));
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
            "/pictures/../c.json",
            "/pictures/..%2fc.svg",
            "/pictures//a.svg",
            "etc/passwd",
            "",
        ] {
            assert_eq!(site.file(path), None, "{path}");
        }
    }

    #[test]
    fn the_list_has_the_shop_the_package_and_the_model_and_a_version_that_changes_with_them() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let site = Site::for_test(folder.path());
        let before = site.list().expect("every file of it can be read");
        let list: serde_json::Value = serde_json::from_str(&before).expect("the list is JSON");
        let wanted = ["/", "/a b.css", "/audit/", "/etalage/engine/etalage_bg.wasm", "/etalage/index.js"];
        let models = ["/models/shop.catalogue.json", "/models/shop.etalage", "/models/shop.manifest.json"];
        assert_eq!(list["files"], json!([wanted.as_slice(), models.as_slice()].concat()));
        fs::write(folder.path().join("www/index.html"), "another shop").expect("the folder can be written");
        assert_ne!(site.list().expect("every file of it can be read"), before);
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
