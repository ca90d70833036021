using System.Collections.Immutable;
using System.CommandLine;
using Vitrine.Centre;
using Vitrine.Proofs;
using Vitrine.Register;

namespace Vitrine.Cli;

/// <summary>What the commands about advisories read.</summary>
internal static class AdvisoryInputs
{
    /// <summary>As whom an act is recorded.</summary>
    public static readonly Option<string> As = new("--as") { Description = "In whose name (an account of this centre; default: the console).", HelpName = "NAME" };

    /// <summary>Whose decision an act is, where the console decides nothing.</summary>
    public static readonly Option<string> AsPerson = new("--as") { Description = "Whose decision it is: an account of this centre, of an authority.", HelpName = "NAME", Required = true };

    private static readonly (string Word, Tlp Label)[] Labels = [("clear", Tlp.Clear), ("green", Tlp.Green), ("amber", Tlp.Amber), ("amber+strict", Tlp.AmberStrict), ("red", Tlp.Red)];

    /// <summary>The person behind <c>--as</c>.</summary>
    /// <exception cref="BadInputException">There is no such account.</exception>
    public static Actor Who(ParseResult parsed, OpenCentre centre) => parsed.GetValue(As) is { } name ? Named(name, centre) : Actor.Console;

    /// <summary>The person behind an <c>--as</c> that must be there.</summary>
    public static Actor Person(ParseResult parsed, OpenCentre centre) => Named(parsed.GetValue(AsPerson)!, centre);

    private static Actor Named(string name, OpenCentre centre) => new Accounts(centre).Find(name) is { } account
        ? new Actor(account.Person, account.Role)
        : throw new BadInputException($"There is no account {Terminal.Safe(name)}. See: vitrine user list");

    /// <summary>A label of TLP 2.0.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static Tlp Label(string word)
    {
        var plain = word.ToLowerInvariant();
        plain = plain.StartsWith("tlp:", StringComparison.Ordinal) ? plain[4..] : plain;
        return Labels.FirstOrDefault(label => label.Word == plain) is { Word: not null } known ? known.Label : throw new BadInputException($"'{Terminal.Safe(word)}' is no label of TLP 2.0: {string.Join(", ", Labels.Select(label => label.Word))}.");
    }

    /// <summary>A day such as 2026-11-21.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public static DateOnly Day(string text) => UtcDay.TryParse(text, out var day) ? day : throw new BadInputException($"'{Terminal.Safe(text)}' is no day such as 2026-11-21.");

    /// <summary>PRODUCT, or PRODUCT=VERSIONS, each with the files that are told apart from it.</summary>
    public static ImmutableArray<OperatorUse> Uses(string[] products, string[] files)
    {
        var digests = files.Select(file => file.Split('=', 2)).Select(pair => pair.Length == 2 ? (Product: pair[0], File: Roots.Digest(pair[1], "file's digest")) : throw new BadInputException("--file takes PRODUCT=DIGEST.")).ToLookup(pair => pair.Product, pair => pair.File);
        var uses = products.Select(product => product.Split('=', 2)).Select(pair => new OperatorUse(pair[0], pair.Length == 2 ? pair[1] : null, [.. digests[pair[0]]])).ToList();
        return [.. uses, .. digests.Where(group => uses.TrueForAll(use => use.Product != group.Key)).Select(group => new OperatorUse(group.Key, null, [.. group]))];
    }

    /// <summary>Where something is from, as of today.</summary>
    public static Source Source(string? title, string? url, OpenCentre centre) => new(title ?? "Recorded by this centre", url, DateOnly.FromDateTime(centre.Time.GetUtcNow().UtcDateTime), 'B');
}
