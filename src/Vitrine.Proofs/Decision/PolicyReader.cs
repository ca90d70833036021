using System.Collections.Immutable;
using System.Globalization;

namespace Vitrine.Proofs;

/// <summary>Reads a policy rule by rule. One reader reads one policy.</summary>
internal sealed class PolicyReader
{
    private static readonly string[] RebuildWords =
        [RebuildVerdict.Identical.PolicyWord(), RebuildVerdict.SameButForSignatures.PolicyWord(), RebuildVerdict.Equivalent.PolicyWord()];

    private readonly Dictionary<string, Action<PolicyLine>> _rules;
    private readonly HashSet<string> _once = new(StringComparer.Ordinal);
    private readonly LogPolicyReader _log = new(gate: true);
    private readonly PolicyFactsReader _facts = new();
    private readonly ImmutableHashSet<PublicKey>.Builder _vendors = ImmutableHashSet.CreateBuilder<PublicKey>();
    private readonly ImmutableHashSet<PublicKey>.Builder _laboratories = ImmutableHashSet.CreateBuilder<PublicKey>();
    private readonly ImmutableHashSet<PublicKey>.Builder _rebuilders = ImmutableHashSet.CreateBuilder<PublicKey>();
    private readonly ImmutableHashSet<PublicKey>.Builder _statusSigners = ImmutableHashSet.CreateBuilder<PublicKey>();
    private readonly Dictionary<PublicKey, LogIndex?> _known = [];
    private string _product = "";
    private ReviewTier _tier;
    private TimeSpan _certificateAge;
    private decimal _coverage;
    private RebuildVerdict _rebuild;
    private TimeSpan _statusAge;

    internal PolicyReader() => _rules = new(StringComparer.Ordinal)
    {
        ["product"] = line => Once(line, ReadProduct),
        ["log"] = _log.ReadLog,
        ["witness"] = _log.ReadWitness,
        ["group"] = _log.ReadGroup,
        ["quorum"] = _log.ReadQuorum,
        ["vendor"] = line => ReadKey(line, _vendors),
        ["laboratory"] = line => ReadKey(line, _laboratories),
        ["rebuilder"] = line => ReadKey(line, _rebuilders),
        ["status"] = line => ReadKey(line, _statusSigners),
        ["certificate"] = line => Once(line, ReadCertificate),
        ["coverage"] = line => Once(line, ReadCoverage),
        ["rebuild"] = line => Once(line, ReadRebuild),
        ["status-age"] = line => Once(line, ReadStatusAge),
        ["laboratories"] = line => Once(line, _facts.ReadLaboratories),
        ["apart"] = line => Once(line, _facts.ReadApart),
        ["jurisdiction"] = _facts.ReadJurisdiction,
        ["list"] = _facts.ReadList,
        ["list-age"] = line => Once(line, _facts.ReadListAge),
    };

    internal Policy Read(ReadOnlySpan<byte> utf8)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in PolicyText.Lines(utf8))
        {
            if (!_rules.TryGetValue(line.Rule.Text, out var read))
            {
                throw line.Rule.Fault($"{line.Rule.Shown} is no rule of a policy.", NearestWord.Find(line.Rule.Text, _rules.Keys));
            }

            read(line);
            seen.Add(line.Rule.Text);
        }

        _facts.End();
        foreach (var (rule, example) in Required)
        {
            if (!seen.Contains(rule))
            {
                throw new PolicyFormatException(0, 0, rule, $"The policy has no \"{rule}\" line; write: {example}");
            }
        }

        return new Policy
        {
            Product = _product,
            Log = _log.Read(),
            Vendors = _vendors.ToImmutable(),
            Laboratories = _laboratories.ToImmutable(),
            Rebuilders = _rebuilders.ToImmutable(),
            StatusSigners = _statusSigners.ToImmutable(),
            Ends = _known.Where(static key => key.Value is not null).ToImmutableDictionary(static key => key.Key, static key => key.Value!.Value),
            Tier = _tier,
            CertificateAge = _certificateAge,
            Coverage = _coverage,
            Rebuild = _rebuild,
            StatusAge = _statusAge,
            LaboratoriesAsked = _facts.Laboratories,
            Apart = _facts.Apart,
            Jurisdictions = _facts.Jurisdictions,
            RefusedLists = _facts.Lists,
            ListAge = _facts.ListAge,
        };
    }

    private static (string Rule, string Example)[] Required =>
    [
        ("product", "product NAME"),
        ("log", "log NAME+KEYID+KEY"),
        ("quorum", "quorum none (or the name of a witness or a group)"),
        ("vendor", "vendor KEY"),
        ("laboratory", "laboratory KEY"),
        ("rebuilder", "rebuilder KEY"),
        ("status", "status KEY"),
        ("certificate", "certificate tier full max-age 400d"),
        ("coverage", "coverage 0.25"),
        ("rebuild", "rebuild equivalent"),
        ("status-age", "status-age 7d"),
    ];

    private void Once(PolicyLine line, Action<PolicyLine> read)
    {
        if (!_once.Add(line.Rule.Text))
        {
            throw line.Rule.Fault($"A policy has one \"{line.Rule.Text}\" line; this is the second.");
        }

        read(line);
    }

    private void ReadProduct(PolicyLine line)
    {
        line.Word(0, "the product's name");
        _product = line.Rest;
    }

    private void ReadKey(PolicyLine line, ImmutableHashSet<PublicKey>.Builder keys)
    {
        var word = line.Word(0, "a public key: the base64 of a P-256 SubjectPublicKeyInfo");
        if (!PublicKey.TryFromBase64(word.Text, out var key))
        {
            throw word.Fault($"{word.Shown} is no public key: the base64 of a P-256 SubjectPublicKeyInfo (91 bytes) is wanted.");
        }

        if (!keys.Add(key))
        {
            throw word.Fault($"This key is there twice under \"{line.Rule.Text}\".");
        }

        var end = ReadEnd(line);
        if (_known.TryGetValue(key, out var other) && other != end)
        {
            throw word.Fault("This key ends elsewhere on another line; a key has one end, wherever it stands.");
        }

        _known[key] = end;
    }

    /// <summary>Where in the log a key ends, in which its successor follows; null where it does not.</summary>
    private static LogIndex? ReadEnd(PolicyLine line)
    {
        if (line.Words.Length == 1)
        {
            return null;
        }

        if (line.Words[1].Text != "until")
        {
            throw line.Words[1].Fault($"{line.Words[1].Shown} is one word too many for \"{line.Rule.Text}\".", NearestWord.Find(line.Words[1].Text, ["until"]));
        }

        var word = line.Word(2, "a place in the log after \"until\", such as 20852");
        line.End(3);
        return ulong.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place <= Checkpoint.MaxTreeSize
            ? new LogIndex(place)
            : throw word.Fault($"{word.Shown} is no place in a log: a whole number from 0.");
    }

    private void ReadCertificate(PolicyLine line)
    {
        var (tier, age) = (false, false);
        for (var at = 0; at < line.Words.Length; at += 2)
        {
            var word = line.Words[at];
            switch (word.Text)
            {
                case "tier" when !tier:
                    _tier = (ReviewTier)OneOf(line.Word(at + 1, "a tier after \"tier\": overview, targeted or full"), ReviewTiers.Words, "tier");
                    tier = true;
                    break;
                case "max-age" when !age:
                    _certificateAge = Age(line.Word(at + 1, "an age after \"max-age\", such as 400d"));
                    age = true;
                    break;
                case "tier" or "max-age":
                    throw word.Fault($"{word.Shown} is there twice.");
                default:
                    throw word.Fault($"{word.Shown} says nothing about a certificate.", NearestWord.Find(word.Text, ["tier", "max-age"]));
            }
        }

        if (!tier || !age)
        {
            throw line.Missing(tier ? "an age: max-age 400d" : "a tier: tier overview, targeted or full");
        }
    }

    private void ReadCoverage(PolicyLine line)
    {
        var word = line.Word(0, "a share from 0 to 1, such as 0.25");
        line.End(1);
        if (word.Text.Length > 8
            || !decimal.TryParse(word.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _coverage)
            || !char.IsAsciiDigit(word.Text[0])
            || !char.IsAsciiDigit(word.Text[^1])
            || _coverage is < 0 or > 1)
        {
            throw word.Fault($"{word.Shown} is no share from 0 to 1, such as 0.25.");
        }
    }

    private void ReadRebuild(PolicyLine line)
    {
        var word = line.Word(0, "the worst verdict that is enough: identical, same-but-for-signatures or equivalent");
        line.End(1);
        _rebuild = (RebuildVerdict)OneOf(word, RebuildWords, "verdict that is enough");
    }

    private void ReadStatusAge(PolicyLine line)
    {
        _statusAge = Age(line.Word(0, "an age, such as 7d"));
        line.End(1);
    }

    internal static int OneOf(PolicyWord word, string[] words, string what)
    {
        var at = Array.IndexOf(words, word.Text);
        return at >= 0 ? at : throw word.Fault($"{word.Shown} is no {what}: {string.Join(", ", words)}.", NearestWord.Find(word.Text, words));
    }

    internal static TimeSpan Age(PolicyWord word)
    {
        if (word.Text.Length is >= 2 and <= 6
            && int.TryParse(word.Text.AsSpan(0, word.Text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0)
        {
            switch (word.Text[^1])
            {
                case 'd':
                    return TimeSpan.FromDays(number);
                case 'h':
                    return TimeSpan.FromHours(number);
            }
        }

        throw word.Fault($"{word.Shown} is no age: a number and d (days) or h (hours), such as 7d.");
    }
}
