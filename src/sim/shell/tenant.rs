//! The tenant that a script is connected to, as commands see it: the simulated one, with the clock of the machine that
//! the script runs on.

use jiff::{SignedDuration, Timestamp};

use super::super::{Simulation, State};
use crate::tenant::TenantId;

/// Whose commands run where Exchange Online and Exchange Server have some of the same name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Server {
    /// Exchange Online: what directory synchronisation brought is not to be changed here.
    #[default]
    Cloud,
    /// Exchange Server on premises. What is changed here is in the cloud at once.
    OnPremises,
}

/// A simulated tenant and who is connected to it.
#[derive(Debug)]
pub struct Tenant {
    simulation: Simulation,
    /// The tenant that `Get-ConnectionInformation` names; `None` where nobody called `Connect-ExchangeOnline`.
    pub exchange: Option<TenantId>,
    /// The tenant that `Get-MgContext` names; `None` where nobody called `Connect-MgGraph`.
    pub graph: Option<TenantId>,
    /// Which Exchange answers.
    pub server: Server,
    now: Timestamp,
    is_stale: bool,
}

impl Tenant {
    /// Connects Exchange and Graph to this tenant. The clock stands where the tenant's was set when it was made.
    pub fn new(simulation: Simulation) -> Self {
        let id = simulation.state().tenant;
        Self {
            now: simulation.state().now,
            exchange: Some(id),
            graph: Some(id),
            server: Server::Cloud,
            simulation,
            is_stale: false,
        }
    }

    /// What the tenant holds.
    pub fn state(&self) -> &State {
        self.simulation.state()
    }

    /// What the tenant holds, to change settings that no look-up goes by.
    ///
    /// Whoever adds, removes or renames a room, a user or a group, or changes who is in a room list, says so with
    /// [`Tenant::state_to_reorder`] instead.
    pub fn state_mut(&mut self) -> &mut State {
        &mut self.simulation.state
    }

    /// What the tenant holds, to change anything. Look-ups are made anew before the next one.
    pub fn state_to_reorder(&mut self) -> &mut State {
        self.is_stale = true;
        &mut self.simulation.state
    }

    /// The tenant with its look-ups, which agree with the state.
    pub fn simulation(&mut self) -> &Simulation {
        if std::mem::take(&mut self.is_stale) {
            self.simulation.reindex();
        }
        &self.simulation
    }

    /// The tenant, to read it over its services again.
    #[must_use]
    pub fn into_simulation(mut self) -> Simulation {
        self.simulation.reindex();
        self.simulation
    }

    /// "Now" on the machine. It stands still, but for [`Tenant::advance`].
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Lets time pass, on the machine and in the tenant.
    pub fn advance(&mut self, by: SignedDuration) {
        self.now = self.now.saturating_add(by).unwrap_or(Timestamp::MAX);
        let state = &mut self.simulation.state;
        state.now = state.now.saturating_add(by).unwrap_or(Timestamp::MAX);
    }
}
