//! The few forms of a management scope's recipient filter (OPATH) that can be judged without Exchange.
//!
//! `RecipientTypeDetails`, `ResourceType` and `MemberOfGroup` with `-eq`, joined by `-and` or `-or`. Everything else is
//! left to a person: a filter that is half understood would claim a reach that nobody proved.

/// A filter that can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// `RecipientTypeDetails -eq '…'`.
    RecipientType(String),
    /// `ResourceType -eq '…'`.
    ResourceType(String),
    /// `MemberOfGroup -eq '<distinguished name>'`: direct members only.
    MemberOf(String),
    /// All of them (`-and`).
    All(Vec<Filter>),
    /// One of them (`-or`).
    Any(Vec<Filter>),
}

/// Deeper nesting than any filter that a person wrote.
const DEEPEST: usize = 32;

impl Filter {
    /// Reads a filter; `None` when it has a form that is not judged here.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(text);
        let mut tokens = Tokens { rest: text };
        let filter = joined(&mut tokens, DEEPEST)?;
        tokens.rest.trim().is_empty().then_some(filter)
    }

    /// The groups whose members it looks at.
    pub fn groups(&self) -> Vec<&str> {
        match self {
            Self::RecipientType(_) | Self::ResourceType(_) => Vec::new(),
            Self::MemberOf(name) => vec![name],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::groups).collect(),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Word(String),
    Quoted(String),
}

struct Tokens<'t> {
    rest: &'t str,
}

impl Tokens<'_> {
    fn next(&mut self) -> Option<Token> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        match first {
            '(' | ')' => {
                self.rest = &self.rest[1..];
                Some(if first == '(' { Token::Open } else { Token::Close })
            }
            '\'' | '"' => self.quoted(first),
            _ => {
                let ends = |c: char| c.is_whitespace() || "()'\"".contains(c);
                let end = self.rest.find(ends).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                Some(Token::Word(word.to_owned()))
            }
        }
    }

    /// A quoted text; the quote itself is written twice in it.
    fn quoted(&mut self, quote: char) -> Option<Token> {
        let mut text = String::new();
        let mut rest = &self.rest[1..];
        loop {
            let (before, behind) = rest.split_once(quote)?;
            text.push_str(before);
            match behind.strip_prefix(quote) {
                Some(more) => {
                    text.push(quote);
                    rest = more;
                }
                None => {
                    self.rest = behind;
                    return Some(Token::Quoted(text));
                }
            }
        }
    }

    fn peek(&self) -> Option<Token> {
        Tokens { rest: self.rest }.next()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    And,
    Or,
}

fn joined(tokens: &mut Tokens<'_>, depth: usize) -> Option<Filter> {
    let mut parts = vec![term(tokens, depth)?];
    let mut join = None;
    while let Some(Token::Word(word)) = tokens.peek() {
        let next = match word.to_ascii_lowercase().as_str() {
            "-and" => Join::And,
            "-or" => Join::Or,
            _ => return None,
        };
        // Which of the two binds tighter is not written down anywhere, so a mixture needs brackets.
        if *join.get_or_insert(next) != next {
            return None;
        }
        tokens.next();
        parts.push(term(tokens, depth)?);
    }
    match join {
        None => parts.pop(),
        Some(Join::And) => Some(Filter::All(parts)),
        Some(Join::Or) => Some(Filter::Any(parts)),
    }
}

fn term(tokens: &mut Tokens<'_>, depth: usize) -> Option<Filter> {
    let depth = depth.checked_sub(1)?;
    match tokens.next()? {
        Token::Open => {
            let inner = joined(tokens, depth)?;
            (tokens.next()? == Token::Close).then_some(inner)
        }
        Token::Word(property) => {
            let Token::Word(operator) = tokens.next()? else { return None };
            if !operator.eq_ignore_ascii_case("-eq") {
                return None;
            }
            let value = match tokens.next()? {
                Token::Quoted(value) => value,
                Token::Word(value) if !value.starts_with(['-', '$']) => value,
                Token::Word(_) | Token::Open | Token::Close => return None,
            };
            match property.to_ascii_lowercase().as_str() {
                "recipienttypedetails" => Some(Filter::RecipientType(value)),
                "resourcetype" => Some(Filter::ResourceType(value)),
                "memberofgroup" => Some(Filter::MemberOf(value)),
                _ => None,
            }
        }
        Token::Close | Token::Quoted(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_same_filter_are_the_same() {
        let rooms = Some(Filter::RecipientType("RoomMailbox".into()));
        for text in [
            "RecipientTypeDetails -eq 'RoomMailbox'",
            "recipienttypedetails   -EQ  \"RoomMailbox\"",
            "(RecipientTypeDetails -eq 'RoomMailbox')",
            "{RecipientTypeDetails -eq RoomMailbox}",
            "((RecipientTypeDetails -eq'RoomMailbox'))",
        ] {
            assert_eq!(Filter::parse(text), rooms, "{text}");
        }
    }

    #[test]
    fn groups_and_joins_are_read() {
        let filter = Filter::parse("(MemberOfGroup -eq 'CN=O''Hara,DC=x') -and (ResourceType -eq 'Room')").unwrap();
        let parts = vec![Filter::MemberOf("CN=O'Hara,DC=x".into()), Filter::ResourceType("Room".into())];
        assert_eq!(filter.groups(), ["CN=O'Hara,DC=x"]);
        assert_eq!(filter, Filter::All(parts));
        assert!(matches!(
            Filter::parse("MemberOfGroup -eq 'a' -or MemberOfGroup -eq 'b' -or MemberOfGroup -eq 'c'"),
            Some(Filter::Any(parts)) if parts.len() == 3
        ));
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for text in [
            "",
            "CustomAttribute1 -eq 'rsync'",
            "RecipientTypeDetails -ne 'RoomMailbox'",
            "-not (RecipientTypeDetails -eq 'UserMailbox')",
            "RecipientTypeDetails -eq 'RoomMailbox' -and Alias -like 'x*'",
            "MemberOfGroup -eq 'a' -or MemberOfGroup -eq 'b' -and ResourceType -eq 'Room'",
            "RecipientTypeDetails -eq 'RoomMailbox",
            "(RecipientTypeDetails -eq 'RoomMailbox'",
            "RecipientTypeDetails -eq 'RoomMailbox')",
            "RecipientTypeDetails -eq $null",
        ] {
            assert_eq!(Filter::parse(text), None, "{text}");
        }
        assert_eq!(Filter::parse(&"(".repeat(100_000)), None);
    }
}
