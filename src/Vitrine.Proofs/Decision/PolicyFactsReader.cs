using System.Collections.Immutable;
using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>The lines about parties and lists: laboratories, apart, jurisdiction, list, list-age.</summary>
internal sealed class PolicyFactsReader
{
    internal const int MaxLaboratories = 8;

    private static readonly string[] Shares = ["owner", "jurisdiction"];
    private static readonly string[] Verbs = ["deny", "allow"];

    private readonly List<JurisdictionRule> _jurisdictions = [];
    private readonly List<string> _lists = [];
    private PolicyLine? _apartLine;
    private PolicyLine? _listLine;
    private PolicyLine? _listAgeLine;

    internal int Laboratories { get; private set; } = 1;

    internal Apartness Apart { get; private set; }

    internal ImmutableArray<JurisdictionRule> Jurisdictions => [.. _jurisdictions];

    internal ImmutableArray<string> Lists => [.. _lists];

    internal TimeSpan ListAge { get; private set; }

    internal void ReadLaboratories(PolicyLine line)
    {
        var word = line.Word(0, $"how many laboratories must have certified the seal: a number from 1 to {MaxLaboratories}");
        line.End(1);
        Laboratories = int.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLaboratories && word.Text[0] != '0'
            ? number
            : throw word.Fault($"{word.Shown} is no number of laboratories from 1 to {MaxLaboratories}.");
    }

    internal void ReadApart(PolicyLine line)
    {
        _apartLine = line;
        line.Word(0, "what the laboratories may not share: owner, jurisdiction, or both");
        foreach (var word in line.Words)
        {
            var share = (Apartness)(1 << PolicyReader.OneOf(word, Shares, "thing that laboratories can be apart in"));
            Apart = (Apart & share) == 0 ? Apart | share : throw word.Fault($"{word.Shown} is there twice.");
        }
    }

    internal void ReadJurisdiction(PolicyLine line)
    {
        var roleWord = line.Word(0, "whose: vendor, laboratory or rebuilder");
        var role = (SignerRole)PolicyReader.OneOf(roleWord, SignerRoles.Words, "signer whose jurisdiction can be asked for");
        var allows = PolicyReader.OneOf(line.Word(1, "allow or deny"), Verbs, "verb for jurisdictions") == 1;
        line.Word(2, "at least one country: two capital letters of ISO 3166-1, such as DE");
        if (_jurisdictions.Exists(rule => rule.Role == role))
        {
            throw roleWord.Fault($"There is a jurisdiction line for {roleWord.Shown} already; one line says all countries.");
        }

        var countries = ImmutableArray.CreateBuilder<string>();
        foreach (var word in line.Words[2..])
        {
            if (!CountryCodes.Has(word.Text))
            {
                throw word.Fault($"{word.Shown} is no country code of ISO 3166-1, such as DE.", CountryCodes.Nearest(word.Text));
            }

            if (countries.Contains(word.Text))
            {
                throw word.Fault($"{word.Shown} is there twice.");
            }

            countries.Add(word.Text);
        }

        _jurisdictions.Add(new JurisdictionRule(role, allows, countries.ToImmutable()));
    }

    internal void ReadList(PolicyLine line)
    {
        _listLine ??= line;
        line.Word(0, "the list's name and \"refuse\"");
        var verb = line.Words.Length > 1 ? line.Words[^1] : throw line.Missing("\"refuse\" after the list's name");
        if (verb.Text != "refuse")
        {
            throw verb.Fault($"{verb.Shown} is nothing a policy can do with a list: refuse.", NearestWord.Find(verb.Text, ["refuse"]));
        }

        var name = line.Rest[..^verb.Text.Length].TrimEnd(' ', '\t');
        if (_lists.Contains(name, StringComparer.Ordinal))
        {
            throw line.Words[0].Fault($"The list \"{name}\" is there twice.");
        }

        _lists.Add(name);
        if (_lists.Count > StatusPredicate.MaxLists)
        {
            throw line.Rule.Fault($"A policy has at most {StatusPredicate.MaxLists} of these.");
        }
    }

    internal void ReadListAge(PolicyLine line)
    {
        _listAgeLine = line;
        ListAge = PolicyReader.Age(line.Word(0, "an age, such as 30d"));
        line.End(1);
    }

    /// <summary>Rules that ask nothing without another are refused: their author meant something.</summary>
    internal void End()
    {
        if (_apartLine is { } apart && Laboratories < 2)
        {
            throw apart.Rule.Fault("\"apart\" asks nothing of one laboratory; write: laboratories 2");
        }

        if (_listLine is { } list && _listAgeLine is null)
        {
            throw list.Rule.Fault("\"list\" needs a \"list-age\" line, or a list of years ago would do; write: list-age 30d");
        }

        if (_listLine is null && _listAgeLine is { } age)
        {
            throw age.Rule.Fault("\"list-age\" asks nothing without a \"list\" line; write: list NAME refuse");
        }
    }
}
