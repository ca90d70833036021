namespace Vitrine.Proofs.Tests;

/// <summary>
/// Mutates what a parser accepts, keeps every mutant that has an outcome not seen before, and goes on from those: guided by what the parser says of its
/// way (the reason, the place, the shape), which costs nothing and needs no instrumented build.
/// </summary>
internal sealed class Fuzzer
{
    private const int MaxLength = 64 * 1024;
    private const int MaxCorpus = 20_000;

    private readonly FuzzTarget _target;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<ulong> _ways = [];

    public Fuzzer(FuzzTarget target, int seed)
    {
        _target = target;
        _random = new Random(seed);
        _mutator = new Mutator(_random);
        foreach (var one in target.Seeds)
        {
            BrokenClaimException.Unless(Try(one), $"{target.Name}: a seed is refused");
            _corpus.Add(one);
        }
    }

    /// <summary>A short run, for a test.</summary>
    /// <exception cref="BrokenClaimException">A claim does not hold.</exception>
    public static void Check(FuzzTarget target, long inputs = 6_000)
    {
        var fuzzer = new Fuzzer(target, seed: 20261122);
        fuzzer.Run(inputs / target.Slowness);
        BrokenClaimException.Unless(fuzzer.Inputs >= inputs / target.Slowness * 9 / 10, "hardly anything was read");

        // The loop finds its way: more than one outcome, and some that no seed has.
        BrokenClaimException.Unless(fuzzer.Ways > 1, "every input has one outcome");
    }

    /// <summary>Inputs that were read.</summary>
    public long Inputs { get; private set; }

    /// <summary>Of these, how many were accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>Different outcomes.</summary>
    public int Ways => _ways.Count;

    /// <summary>Inputs that led to a new one.</summary>
    public int Corpus => _corpus.Count;

    /// <summary>Gives the parser so many mutants.</summary>
    /// <exception cref="BrokenClaimException">A claim does not hold; the message has the input.</exception>
    public void Run(long count)
    {
        for (var i = 0L; i < count; i++)
        {
            // The newest half as often as all: what was just reached is least explored.
            var from = _random.Next(2) == 0 ? _random.Next(_corpus.Count) : _random.Next(_corpus.Count / 2, _corpus.Count);
            var input = _mutator.Mutate(_corpus[from], _corpus[_random.Next(_corpus.Count)]);
            if (_target.IsJson && _random.Next(2) == 0)
            {
                input = Canonical(input);
            }

            if (input.Length > MaxLength)
            {
                continue;
            }

            var ways = _ways.Count;
            Try(input);
            if (_ways.Count > ways && _corpus.Count < MaxCorpus)
            {
                _corpus.Add(input);
            }
        }
    }

    private static byte[] Canonical(byte[] input)
    {
        try
        {
            return CanonicalJson.Canonicalize(input);
        }
        catch (JsonFormatException)
        {
            return input;
        }
    }

    private bool Try(byte[] input)
    {
        var before = input.AsSpan().ToArray();
        try
        {
            var outcome = _target.Read(input);
            BrokenClaimException.Unless(input.AsSpan().SequenceEqual(before), "a read changed its input");
            if (Inputs % 16 == 0)
            {
                BrokenClaimException.Unless(outcome == _target.Read(input), "a second read has another outcome");
            }

            Inputs++;
            Accepted += outcome.Accepted ? 1 : 0;
            _ways.Add(Way(outcome));
            return outcome.Accepted;
        }
        catch (Exception e)
        {
            throw new BrokenClaimException(_target, before, e);
        }
    }

    // FNV-1a over the words. Of a number only its length counts, of a quoted name nothing, or every byte would be a way of its own.
    private static ulong Way(Outcome outcome)
    {
        var hash = outcome.Accepted ? 14695981039346656037 : 1099511628211;
        var quoted = false;
        foreach (var c in outcome.Words)
        {
            quoted ^= c == '"';
            if (!quoted)
            {
                hash = unchecked((hash ^ (char.IsAsciiDigit(c) ? '0' : c)) * 1099511628211);
            }
        }

        return hash;
    }
}
