//! Words about TLS: options, what can be wrong with certificates, and the page that helps to install the plant's own.

use super::{Bilingual, Lang};

/// Words of the command line. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names are those of the options, and of what can be wrong
pub struct TlsWords {
    pub tls: &'static str,
    pub folder: &'static str,
    pub names: &'static str,
    pub certificate: &'static str,
    pub key: &'static str,
    pub plain_listen: &'static str,
    pub file: &'static str,
    pub content: &'static str,
    pub other_name: &'static str,
    pub making: &'static str,
    pub wrong_name: &'static str,
    pub listening: &'static str,
    pub authority: &'static str,
    pub insecure: &'static str,
}

impl TlsWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: TlsWords = TlsWords {
    tls: "off, auto (certificates of the plant's own), or given (those of two files); off unless said",
    folder: "folder of the plant's own authority, holdfast-tls unless said; keep it, and keep it secret",
    names: "names and addresses of the server beside those of its machine, between commas",
    certificate: "with --tls given: the chain in PEM, the server's own certificate first",
    key: "with --tls given: its key in PEM",
    plain_listen: "address for requests without TLS, such as 0.0.0.0:80: they get the authority's certificate, or are \
                   sent on",
    file: "{path} cannot be used: {why}",
    content: "{path} is not what it should be: {why}",
    other_name: "the plant's authority in {folder} may not speak for {name}: it was made for other names\n\
                 Leave {name} out of --tls-names. Or move {folder} away, so that a new authority is made: then every tablet \
                 has to install the new certificate.",
    making: "no certificate can be made: {why}",
    wrong_name: "--tls-names: {name} is neither the name of a host nor an address",
    listening: "Holdfast listens at https://{address}/ (API: /api/v1, try it: /api/docs/)",
    authority: "Tablets install the plant's certificate from {place}\n\
                Its fingerprint (SHA-256): {fingerprint}\n\
                The server is known as {names}. A tablet keeps its reports by the name under which it knows the server: \
                choose one and keep it.",
    insecure: "Without TLS tablets can neither scan nor work offline, unless they run on this machine: --tls auto",
};

const ZH: TlsWords = TlsWords {
    tls: "off、auto（工厂自制证书）或 given（使用两个文件中的证书）；默认 off",
    folder: "工厂自有证书机构的文件夹，默认 holdfast-tls；请保存好，并注意保密",
    names: "除本机名称与地址之外，服务器还使用的名称和地址，以逗号分隔",
    certificate: "用于 --tls given：PEM 格式的证书链，服务器证书在最前",
    key: "用于 --tls given：PEM 格式的私钥",
    plain_listen: "接收未加密请求的地址，例如 0.0.0.0:80：只提供工厂证书，其余请求转到加密地址",
    file: "{path} 无法使用：{why}",
    content: "{path} 的内容不符合要求：{why}",
    other_name: "{folder} 中的工厂证书机构不能为 {name} 签发证书：它是为其他名称建立的\n\
                 请从 --tls-names 中去掉 {name}；或把 {folder} 移走，以建立新的证书机构：之后每台平板都要重新安装证书。",
    making: "无法制作证书：{why}",
    wrong_name: "--tls-names：{name} 既不是主机名，也不是地址",
    listening: "守期已启动：https://{address}/（接口：/api/v1，试用：/api/docs/）",
    authority: "平板从 {place} 安装工厂证书\n\
                证书指纹（SHA-256）：{fingerprint}\n\
                服务器名称：{names}。平板按它所知的服务器名称保存报工：请选定一个，不要更改。",
    insecure: "未启用 TLS 时，平板不能扫码，也不能离线工作（本机除外）：--tls auto",
};

const fn both(en: &'static str, zh: &'static str) -> Bilingual {
    Bilingual { en, zh }
}

/// The page from which a tablet installs the plant's certificate: a place in it, and what stands there.
pub const TRUST: [(&str, Bilingual); 12] = [
    ("title", both("Install the plant's certificate", "安装工厂证书")),
    (
        "lead",
        both(
            "With it this device knows that it talks to your own server. Without it nothing can be scanned, and nothing is \
             kept while there is no network.",
            "安装后，本设备才能确认连接的是贵厂自己的服务器。未安装时不能扫码，断网时也无法保存报工。",
        ),
    ),
    ("get", both("Download the certificate", "下载证书")),
    (
        "check",
        both(
            "It speaks for this server and for private networks only. Compare its fingerprint (SHA-256) with the one that \
             the server printed when it started:",
            "它只对本服务器和内部网络有效。请将指纹（SHA-256）与服务器启动时显示的指纹核对：",
        ),
    ),
    ("android", both("Android tablet", "安卓平板")),
    (
        "android_steps",
        both(
            "Download the certificate.|Open Settings and search for “CA certificate”. It stands under Security, More \
             security settings, Install from storage.|Choose CA certificate, Install anyway, and the file holdfast-ca.crt.|\
             Come back to the floor page and load it again.",
            "下载证书。|打开“设置”，搜索“CA 证书”，它在“安全”—“更多安全设置”—“从存储设备安装”中。|选择“CA 证书”，点“仍然安装”，\
             再选文件 holdfast-ca.crt。|回到车间页面，重新加载。",
        ),
    ),
    ("ipad", both("iPad and iPhone", "iPad 与 iPhone")),
    (
        "ipad_steps",
        both(
            "Download the certificate with Safari and allow it.|Open Settings, Profile Downloaded, Install.|Open Settings, \
             General, About, Certificate Trust Settings, and switch Holdfast on.|Come back to the floor page and load it again.",
            "用 Safari 下载证书并选择“允许”。|打开“设置”—“已下载描述文件”—“安装”。|打开“设置”—“通用”—“关于本机”—“证书信任设置”，\
             打开 Holdfast 的开关。|回到车间页面，重新加载。",
        ),
    ),
    ("windows", both("Windows", "Windows")),
    (
        "windows_steps",
        both(
            "Download the certificate and open it.|Install Certificate, Local Machine.|Place it in Trusted Root \
             Certification Authorities.|Close the browser and open the page again.",
            "下载证书并打开。|点“安装证书”，选“本地计算机”。|放入“受信任的根证书颁发机构”。|关闭浏览器，重新打开页面。",
        ),
    ),
    ("on", both("Then go on to the floor page", "完成后前往车间页面")),
    ("board", both("To the board", "前往看板")),
];
