//! Settings of what leaves the house. The password comes from a file or from the environment, never from the command
//! line, where everybody on the machine could read it.

use super::{Settings, Wrong};
use crate::notify::{Encryption, Secret, Server, Settings as Post};
use std::path::PathBuf;
use std::time::Duration;

/// Who mail is from where nobody says; with a server it must be said.
const NOBODY: &str = "Holdfast <holdfast@localhost.localdomain>";

impl Settings {
    /// How mail and other messages leave.
    ///
    /// # Errors
    ///
    /// A setting that can't be used, by its name.
    pub fn post(&self) -> Result<Post, Wrong> {
        let server = self.mail_server()?;
        let from = match self.get("mail-from") {
            "" if server.is_some() => return Err(self.wrong("mail-from")),
            "" => NOBODY.to_owned(),
            said => said.to_owned(),
        };
        let path = |name: &str| Some(self.get(name)).filter(|said| !said.is_empty()).map(PathBuf::from);
        let templates = path("mail-templates");
        if templates.as_ref().is_some_and(|folder| !folder.is_dir()) {
            return Err(self.wrong("mail-templates"));
        }
        let public_url = self.get("public-url");
        let shaped = ["http://", "https://"].iter().any(|scheme| public_url.starts_with(scheme));
        if !public_url.is_empty() && (!shaped || public_url.contains(['"', '<', '>', ' '])) {
            return Err(self.wrong("public-url"));
        }
        Ok(Post {
            server,
            from,
            authorities: path("mail-authorities"),
            templates,
            public_url: public_url.to_owned(),
            inside: self.get("hook-inside").parse().map_err(|()| self.wrong("hook-inside"))?,
        })
    }

    fn mail_server(&self) -> Result<Option<Server>, Wrong> {
        let said = self.get("mail-server");
        if said.is_empty() {
            return Ok(None);
        }
        let (encryption, usual_port) = match self.get("mail-tls") {
            "starttls" => (Encryption::StartTls, 587),
            "implicit" => (Encryption::Implicit, 465),
            "none" => (Encryption::None, 25),
            _ => return Err(self.wrong("mail-tls")),
        };
        let (host, port) = match said.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
                (host, port.parse().ok().filter(|port| *port != 0).ok_or_else(|| self.wrong("mail-server"))?)
            }
            _ => (said, usual_port),
        };
        let patience = self.get("mail-timeout").parse().ok().filter(|seconds| (1..=600).contains(seconds));
        let patience = Duration::from_secs(patience.ok_or_else(|| self.wrong("mail-timeout"))?);
        let host = host.trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err(self.wrong("mail-server"));
        }
        Ok(Some(Server { host, port, encryption, sign_in: self.mail_sign_in(encryption)?, patience }))
    }

    fn mail_sign_in(&self, encryption: Encryption) -> Result<Option<(String, Secret)>, Wrong> {
        let user = self.get("mail-user");
        if user.is_empty() {
            return Ok(None);
        }
        // A password that everybody on the way can read is none any more.
        if encryption == Encryption::None {
            return Err(self.wrong("mail-tls"));
        }
        let password = match self.get("mail-password-file") {
            "" => self.get("mail-password").to_owned(),
            path => std::fs::read_to_string(path).map_err(|_| self.wrong("mail-password-file"))?,
        };
        let password = password.trim_end_matches(['\r', '\n']).to_owned();
        if password.is_empty() {
            return Err(self.wrong("mail-password"));
        }
        Ok(Some((user.to_owned(), password.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn said(said: &[(&'static str, &str)]) -> Result<Post, &'static str> {
        let said: Vec<_> = said.iter().map(|&(name, text)| (name, Some(text.to_owned()))).collect();
        let settings = Settings::of(&said, None, &BTreeMap::new()).expect("settings");
        settings.post().map_err(|wrong| match wrong {
            Wrong::Value { name, .. } => name,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn without_a_server_no_mail_leaves() {
        assert!(said(&[]).is_ok_and(|post| post.server.is_none()));
    }

    #[test]
    fn a_server_has_the_port_of_its_kind_unless_said() {
        let from = ("mail-from", "Holdfast <holdfast@plant.example>");
        let server = |more: &[(&'static str, &str)]| {
            let all = [more, &[from]].concat();
            let server = said(&all).expect("settings").server.expect("a server");
            (server.host, server.port, server.encryption)
        };
        let host = |host: &str| host.to_owned();
        assert_eq!(server(&[("mail-server", "mx")]), (host("mx"), 587, Encryption::StartTls));
        let implicit = [("mail-server", "mx:2465"), ("mail-tls", "implicit")];
        assert_eq!(server(&implicit), (host("mx"), 2465, Encryption::Implicit));
        let none = [("mail-server", "[::1]:25"), ("mail-tls", "none")];
        assert_eq!(server(&none), (host("::1"), 25, Encryption::None));
    }

    #[test]
    fn what_can_not_be_used_is_named() {
        let server = ("mail-server", "mx");
        let from = ("mail-from", "holdfast@plant.example");
        let user = ("mail-user", "holdfast");
        for (all, wrong) in [
            (vec![server], "mail-from"),
            (vec![server, from, user], "mail-password"),
            (vec![server, from, user, ("mail-password-file", "/nowhere")], "mail-password-file"),
            (vec![server, from, user, ("mail-password", "x"), ("mail-tls", "none")], "mail-tls"),
            (vec![server, from, ("mail-tls", "yes")], "mail-tls"),
            (vec![("mail-server", "mx:0"), from], "mail-server"),
            (vec![server, from, ("mail-timeout", "0")], "mail-timeout"),
            (vec![("public-url", "ftp://x")], "public-url"),
            (vec![("hook-inside", "localhost")], "hook-inside"),
            (vec![("mail-templates", "/nowhere")], "mail-templates"),
        ] {
            assert_eq!(said(&all).err(), Some(wrong), "{all:?}");
        }
    }
}
