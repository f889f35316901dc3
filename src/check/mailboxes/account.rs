//! The account that the product books with, told from the names that rights are given to.
//!
//! Rights name people by display name, address or sign-in name, as Exchange pleases.

use crate::check::Context;
use crate::product::{Rule, Wish};
use crate::tenant::{Address, Gap, Recipient, Untrusted};

/// The account that the product books with, and what Exchange knows of it.
pub(crate) struct Account<'a> {
    /// Its address, as the product has it.
    pub(crate) address: &'a Address,
    /// The recipient behind it; `None` when Exchange knows nobody of this address.
    pub(crate) recipient: Result<Option<&'a Recipient>, Gap>,
    context: Context<'a>,
}

impl<'a> Account<'a> {
    /// The accounts that were named; empty when none was.
    pub(crate) fn named(context: &Context<'a>) -> Vec<Self> {
        context.product.parameters.booking_accounts().map(|address| Self::at(address, context)).collect()
    }

    /// The accounts of the products that wish something of theirs, each with the rule of its own product; nothing when
    /// no product does.
    ///
    /// # Errors
    /// A product that wishes it and has no account.
    pub(crate) fn wanted(wish: Wish, context: &Context<'a>) -> Result<Vec<(Self, &'a Rule)>, Gap> {
        let mut all = Vec::new();
        for (product, rule) in context.product.wishing(wish) {
            let before = all.len();
            all.extend(product.parameters.booking_accounts().map(|address| (Self::at(address, context), rule)));
            if all.len() == before {
                let what = "the mailbox that the product books with: name it with `--booking-account`";
                return Err(Gap::NotEvaluable { what });
            }
        }
        Ok(all)
    }

    fn at(address: &'a Address, context: &Context<'a>) -> Self {
        let recipient = match context.snapshot.recipients.get(&Untrusted::new(address.as_str())) {
            Some(fact) => fact.get().map(Option::as_ref),
            None => Err(Gap::NotGathered),
        };
        Self { address, recipient, context: *context }
    }

    /// Whether a right that names this user is the account's.
    ///
    /// # Errors
    /// Why the account could not be looked up, when its address alone does not decide it.
    pub(crate) fn is(&self, user: &Untrusted) -> Result<bool, Gap> {
        let name = user.raw().trim();
        let same = |other: &str| name.eq_ignore_ascii_case(other.trim());
        if same(self.address.as_str()) {
            return Ok(true);
        }
        if let Some(Some(named)) = self.context.snapshot.recipients.get(user).and_then(|fact| fact.ok()) {
            return Ok(named.address.as_ref() == Some(self.address) || named.addresses.contains(self.address));
        }
        let Some(recipient) = self.recipient.clone()? else { return Ok(false) };
        let addresses = recipient.address.iter().chain(&recipient.addresses);
        Ok(same(recipient.display_name.raw())
            || addresses.map(Address::as_str).any(same)
            || recipient.distinguished_name.as_ref().is_some_and(|name| same(name.raw())))
    }
}

/// Those of the users who are somebody else than the account that the product books with.
///
/// # Errors
/// A gap when one of them may be the account and nobody else is there.
pub(crate) fn others<'n>(
    users: impl IntoIterator<Item = &'n Untrusted>,
    context: &Context<'_>,
) -> Result<Vec<Untrusted>, Gap> {
    let accounts = Account::named(context);
    let mut gap = None;
    let mut others = Vec::new();
    for user in users {
        let is_account: Vec<Result<bool, Gap>> = accounts.iter().map(|account| account.is(user)).collect();
        if is_account.contains(&Ok(true)) {
            continue;
        }
        match is_account.into_iter().find_map(Result::err) {
            None => others.push(user.clone()),
            Some(unknown) => gap = Some(unknown),
        }
    }
    match gap {
        Some(gap) if others.is_empty() => Err(gap),
        Some(_) | None => Ok(others),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::calendar::fixture::{Case, address, denied, known, recipient};

    fn is(case: &Case, user: &str) -> Result<bool, Gap> {
        let context = Context { snapshot: &case.snapshot, product: &case.product };
        Account::named(&context)[0].is(&user.into())
    }

    fn case() -> Case {
        Case::new().parameter("booking_account", "sync@contoso.com")
    }

    #[test]
    fn an_account_is_told_by_its_address_however_it_is_spelt() {
        let case = case().with_recipient("sync@contoso.com", recipient("sync", "UserMailbox"));
        assert_eq!(is(&case, "SYNC@contoso.com"), Ok(true));
        assert_eq!(is(&case, "Ann"), Ok(false));
    }

    #[test]
    fn an_account_is_told_by_the_name_and_the_other_addresses_of_its_recipient() {
        let found = Recipient {
            display_name: "Room Sync".into(),
            addresses: vec![address("sync"), address("svc-rooms")],
            ..Recipient::default()
        };
        let case = case().with_recipient("sync@contoso.com", known(Some(found)));
        assert_eq!(is(&case, "room sync"), Ok(true));
        assert_eq!(is(&case, "svc-rooms@contoso.com"), Ok(true));
        assert_eq!(is(&case, "Room Sync Two"), Ok(false));
    }

    #[test]
    fn a_user_that_was_looked_up_decides_by_its_address() {
        let case = case()
            .with_recipient("Sync", recipient("sync", "UserMailbox"))
            .with_recipient("Ann", recipient("ann", "UserMailbox"))
            .with_recipient("sync@contoso.com", denied());
        assert_eq!(is(&case, "Sync"), Ok(true));
        assert_eq!(is(&case, "Ann"), Ok(false));
        assert!(is(&case, "Bob").is_err());
    }

    #[test]
    fn others_are_certain_or_the_answer_is_unknown() {
        let case = case().with_recipient("sync@contoso.com", denied());
        let context = Context { snapshot: &case.snapshot, product: &case.product };
        let (known_other, unknown): (Untrusted, Untrusted) = ("Ann".into(), "sync@contoso.com".into());
        assert!(others([&known_other], &context).is_err(), "Ann may be the name of the account");
        assert_eq!(others([&unknown], &context), Ok(Vec::new()));
        let case = Case::new();
        let context = Context { snapshot: &case.snapshot, product: &case.product };
        assert_eq!(others([&known_other], &context), Ok(vec!["Ann".into()]));
    }
}
