namespace Vitrine.Register;

/// <summary>An answer's parts as sentences, the same for terminal and page.</summary>
public static class IndependenceWords
{
    /// <summary>The verdict, as a word.</summary>
    public static string Word(this IndependenceVerdict verdict) => verdict switch
    {
        IndependenceVerdict.Independent => "Independent",
        IndependenceVerdict.NotIndependent => "Not independent",
        _ => "Unknown",
    };

    /// <summary>Why, in one sentence.</summary>
    public static string Sentence(this IndependenceAnswer answer)
    {
        var (fails, open) = (answer.Paths.Count(path => path.Weight == PathWeight.Fails), answer.Paths.Count(path => path.Weight == PathWeight.MayFail));
        return answer.Verdict switch
        {
            IndependenceVerdict.NotIndependent => $"{(fails == 1 ? "One path of ties is" : $"{fails} paths of ties are")} forbidden by the bar “{answer.Bar.Name}”.",
            IndependenceVerdict.Independent => $"No tie that the bar “{answer.Bar.Name}” forbids is on record, and what it wants known is known.",
            _ when open == 0 => $"No forbidden tie is on record, but {(answer.Missing.Length == 1 ? "something is" : $"{answer.Missing.Length} things are")} missing without which nobody is called independent.",
            _ => $"{(open == 1 ? "One path of ties" : $"{open} paths of ties")} may be forbidden: a share, a date or a source leaves it open.",
        };
    }

    /// <summary>What a path is about, what it comes to, and what the bar says to that.</summary>
    public static string Describe(this TiePath path)
    {
        var amount = path.Rule.Reach == BarReach.Percent || path.Rule.Topic is BarTopic.OwnershipMultiplied or BarTopic.OwnershipControlled or BarTopic.SharedOwner ? path.Share : null;
        return $"{Topic(path.Rule.Topic)}{(amount is { } share ? $": {share}" : "")}. {Rule(path.Rule)}";
    }

    /// <summary>What a rule says, as a sentence.</summary>
    public static string Rule(BarRule rule) => rule.Reach switch
    {
        BarReach.None => "The bar allows it.",
        BarReach.Percent => $"The bar forbids {rule.Percent:0.####} % or more{Lookback(rule)}.",
        BarReach.Unknown => $"The bar leaves it open{Lookback(rule)}.",
        BarReach.Direct => $"The bar forbids it between the two{Lookback(rule)}.",
        BarReach.Shared => $"The bar forbids it, also through a third{Lookback(rule)}.",
        _ => $"The bar forbids any{Lookback(rule)}.",
    };

    /// <summary>What a topic is called.</summary>
    public static string Topic(BarTopic topic) => topic switch
    {
        BarTopic.OwnershipMultiplied => "Ownership, shares multiplied along the chain",
        BarTopic.OwnershipControlled => "Ownership, control counted whole",
        BarTopic.SharedOwner => "An owner of both, the lesser of its two shares",
        BarTopic.Office => "Office on both sides",
        BarTopic.Founding => "Founding",
        BarTopic.Contract => "Contract",
        BarTopic.Award => "Award",
        BarTopic.Payment => "Payment",
        BarTopic.Family => "Family",
        BarTopic.Membership => "Membership",
        _ => "Another tie",
    };

    /// <summary>What is missing, as a sentence with names.</summary>
    public static string Describe(this MissingFact fact, IReadOnlyDictionary<string, string> names) => fact.Kind switch
    {
        MissingKind.Owners => $"Of the ownership of {names[fact.Entity]}, {fact.Percent:0.####} % is known up to people and public bodies{(fact.Reasons.IsEmpty ? "" : $"; on record: {string.Join(", ", fact.Reasons.Select(Reason))}")}.",
        MissingKind.Offices => $"No office in {names[fact.Entity]} is on record.",
        MissingKind.Search => $"So many ties are on record around {names[fact.Entity]} that not all were looked at.",
        MissingKind.SharesOverAll => $"The shares in {names[fact.Entity]} add up to {fact.Percent:0.####} %: some of the claims are wrong.",
        _ => $"Claims about who owns {names[fact.Entity]} contradict each other.",
    };

    /// <summary>A coded reason for unknown owners, as words.</summary>
    public static string Reason(OwnersGap gap) => gap switch
    {
        OwnersGap.NoBeneficialOwners => "it has no owners",
        OwnersGap.SubjectUnableToConfirmOrIdentifyBeneficialOwner => "it could not say who owns it",
        OwnersGap.InterestedPartyHasNotProvidedInformation => "the owner told nothing",
        OwnersGap.SubjectExemptFromDisclosure => "it need not disclose its owners",
        OwnersGap.InterestedPartyExemptFromDisclosure => "the owner need not be disclosed",
        OwnersGap.InformationUnknownToPublisher => "the publisher does not know",
        _ => "no reason is given",
    };

    private static string Lookback(BarRule rule) => rule.Lookback switch
    {
        0 => "",
        < 365 => $", up to {rule.Lookback} days after it ended",
        var days when days / 365 == 1 => ", up to a year after it ended",
        var days => $", up to {days / 365} years after it ended",
    };
}
