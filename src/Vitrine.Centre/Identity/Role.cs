namespace Vitrine.Centre;

/// <summary>What a person is to the centre. A person has one role for one party.</summary>
public enum Role
{
    /// <summary>Runs the machine: accounts, keys, publishing. Reads no sealed content.</summary>
    Administrator,

    /// <summary>A vendor's security lead: seals, screens, discloses, opens and closes rooms.</summary>
    Host,

    /// <summary>A laboratory's engineer: reads in rooms, notes, finds, certifies.</summary>
    Reviewer,

    /// <summary>The one who asks for a review and decides on it.</summary>
    Authority,
}

/// <summary>What someone may want to do: one word an endpoint or command.</summary>
public enum Operation
{
    /// <summary>Sign in and out; the start page.</summary>
    SignIn,

    /// <summary>The public log and the register of certificates.</summary>
    ReadPublic,

    /// <summary>One's own desk: the engagements of one's party.</summary>
    ReadDesk,

    /// <summary>See which trees are sealed, their sizes and roots.</summary>
    ReadSeals,

    /// <summary>Ask for a review.</summary>
    RequestEngagement,

    /// <summary>See what screening found, and decide on disclosure.</summary>
    DecideDisclosure,

    /// <summary>Open, pause and close a room.</summary>
    RunRoom,

    /// <summary>See sessions and volumes, never what was read.</summary>
    ReadSessions,

    /// <summary>Enter a room and read, search, note and find.</summary>
    ReadRoom,

    /// <summary>Sign the laboratory's certificate.</summary>
    Certify,

    /// <summary>Decide an engagement.</summary>
    DecideEngagement,

    /// <summary>Add and remove accounts.</summary>
    ManageAccounts,

    /// <summary>Suspend, reinstate, withdraw and supersede a certificate of one's party.</summary>
    ChangeCertificate,

    /// <summary>Say when and what the public register shows of an engagement.</summary>
    ChoosePublication,

    /// <summary>State a seal's export class, and the rules that a host's rooms begin with.</summary>
    ClassifySeals,

    /// <summary>Propose and confirm that somebody is let in although a gate says no.</summary>
    OverrideGates,

    /// <summary>Record nationalities, residence and accreditations of a person.</summary>
    RecordPeople,

    /// <summary>Say where rooms may be entered from.</summary>
    ManageSites,

    /// <summary>Draft, approve and issue advisories, and see whom they affect.</summary>
    ManageAdvisories,

    /// <summary>Record who is tied to whom, and take claims back.</summary>
    RecordClaims,

    /// <summary>Reply to a claim about one's own party; an administrator for anybody.</summary>
    ReplyToClaims,

    /// <summary>Read the lists and ask them for a name: what a customer's own list says is no business of strangers.</summary>
    ReadLists,

    /// <summary>Bring in a version of a list.</summary>
    ImportLists,

    /// <summary>Take the receipt of one's own session, also when the room is closed.</summary>
    TakeReceipt,
}
