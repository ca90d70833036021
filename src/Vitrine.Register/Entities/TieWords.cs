namespace Vitrine.Register;

/// <summary>What ties are called in sentences.</summary>
public static class TieWords
{
    /// <summary>Between From and To: "owns".</summary>
    public static string Verb(TieKind kind) => kind switch
    {
        TieKind.Ownership => "owns",
        TieKind.Office => "holds office in",
        TieKind.Founding => "founded",
        TieKind.Contract => "has a contract with",
        TieKind.Award => "made an award to",
        TieKind.Payment => "paid",
        TieKind.Family => "is family of",
        TieKind.Membership => "is a member of",
        _ => "is tied to",
    };

    /// <summary>Between To and From: "is owned by".</summary>
    public static string Passive(TieKind kind) => kind switch
    {
        TieKind.Ownership => "is owned by",
        TieKind.Office => "has in office",
        TieKind.Founding => "was founded by",
        TieKind.Contract => "has a contract from",
        TieKind.Award => "had an award from",
        TieKind.Payment => "was paid by",
        TieKind.Family => "is family of",
        TieKind.Membership => "has as a member",
        _ => "is tied to",
    };

    /// <summary>As it reads from one end.</summary>
    public static string From(string entity, Tie tie) => tie.From == entity ? Verb(tie.Kind) : Passive(tie.Kind);

    /// <summary>What a grade means: the Admiralty Code's words for reliability.</summary>
    public static string Grade(char grade) => grade switch
    {
        'A' => "completely reliable",
        'B' => "usually reliable",
        'C' => "fairly reliable",
        'D' => "not usually reliable",
        'E' => "unreliable",
        _ => "cannot be judged",
    };
}
