//! What the machine says about files and addresses, in words: its own are English and end in a number.

use super::Lang;
use std::io::{Error, ErrorKind};

/// Why something could not be read, written or listened at: the end of a sentence, without its full stop. What has no
/// words here is said in the machine's own.
pub fn io(error: &Error, lang: Lang) -> String {
    of_kind(error.kind(), lang).map_or_else(|| error.to_string(), str::to_owned)
}

/// [`io`] for a kind of trouble, where it has words.
pub fn of_kind(kind: ErrorKind, lang: Lang) -> Option<&'static str> {
    let [en, zh] = match kind {
        ErrorKind::NotFound => ["it is not there", "不存在"],
        ErrorKind::PermissionDenied => ["you have no right to do that there", "没有所需的权限"],
        ErrorKind::IsADirectory => ["it is a folder", "这是一个文件夹"],
        ErrorKind::NotADirectory => ["part of its path is a file", "路径中有一段是文件而不是文件夹"],
        ErrorKind::AlreadyExists => ["something of that name is there already", "已存在同名的文件或文件夹"],
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ["the disk is full", "磁盘已满"],
        ErrorKind::ReadOnlyFilesystem => ["nothing can be written there", "该处为只读，无法写入"],
        ErrorKind::AddrInUse => ["another program listens there", "已被其他程序占用"],
        ErrorKind::AddrNotAvailable => ["this machine has no such address", "本机没有该地址"],
        ErrorKind::InvalidData => ["it is no text in UTF-8", "不是 UTF-8 文本"],
        _ => return None,
    };
    Some(match lang {
        Lang::En => en,
        Lang::Zh => zh,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_is_translated_where_it_can_be() {
        let gone = Error::from_raw_os_error(2);
        assert_eq!(
            (io(&gone, Lang::En).as_str(), io(&gone, Lang::Zh).as_str()),
            ("it is not there", "不存在")
        );
        assert_eq!(io(&Error::other("the tape has torn"), Lang::Zh), "the tape has torn");
    }
}
