using System.Collections.Immutable;

namespace Vitrine.Origin;

/// <summary>
/// Which learned files have a feature, and what it weighs. The weight falls with the number of origins that have it; what a smaller origin
/// brought into a larger one (a library linked into a program) counts for the smaller alone.
/// </summary>
internal sealed class FeatureIndex
{
    /// <summary>Shares from which a larger origin is taken to hold a smaller one, and the asymmetry that tells which holds which.</summary>
    private const double Contained = 0.5;
    private const double Asymmetry = 0.5;
    private const int MostForPairs = 8;

    private readonly ulong[] _keys;
    private readonly int[] _starts;
    private readonly int[] _files;
    private readonly float[] _weights;

    private FeatureIndex(ulong[] keys, int[] starts, int[] files, float[] weights) => (_keys, _starts, _files, _weights) = (keys, starts, files, weights);

    /// <summary>Distinct features.</summary>
    public int Count => _keys.Length;

    /// <summary>Builds the index.</summary>
    /// <param name="files">Every learned file with the number of its origin.</param>
    /// <param name="origins">How many origins there are.</param>
    /// <param name="stop">Features that tell nothing.</param>
    public static FeatureIndex Build(IReadOnlyList<(LearnedFile File, int Origin)> files, int origins, StopSet stop)
    {
        var total = files.Sum(one => (long)one.File.Count);
        var (keys, owners, kinds, next) = (new ulong[total], new int[total], new byte[total], 0);
        for (var i = 0; i < files.Count; i++)
        {
            for (var kind = 0; kind < FeatureClasses.Count; kind++)
            {
                foreach (var feature in files[i].File.Features[kind])
                {
                    if (!stop.Holds(feature))
                    {
                        // The class rides in the owner's lower bits.
                        (keys[next], owners[next]) = (feature.Bits, (i * 8) + kind);
                        next++;
                    }
                }
            }
        }

        Array.Sort(keys, owners, 0, next);
        var groups = Group(keys, owners, kinds, next);
        var borrowed = Borrowed(groups, files, origins);
        return Weigh(groups, files, origins, borrowed);
    }

    /// <summary>The number of a feature here; −1 where no origin has it.</summary>
    public int Find(Feature feature)
    {
        var at = Array.BinarySearch(_keys, feature.Bits);
        return at < 0 ? -1 : at;
    }

    /// <summary>What a feature weighs, by its number.</summary>
    public float Weight(int number) => _weights[number];

    /// <summary>The learned files that have a feature, by its number.</summary>
    public ReadOnlySpan<int> Files(int number) => _files.AsSpan(_starts[number], _starts[number + 1] - _starts[number]);

    /// <summary>What a feature weighs before its rarity.</summary>
    public static float Base(FeatureClass kind, Feature feature) => feature.Prior / 7f * (kind switch
    {
        FeatureClass.Text => 1f,
        FeatureClass.Version => 0.5f,
        FeatureClass.Name => 1f,
        FeatureClass.Import => 0.3f,
        FeatureClass.Constant => 0.7f,
        FeatureClass.Table => 0.7f,
        FeatureClass.Function => 0.7f,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    });

    private static (ulong[] Keys, byte[] Kinds, int[] Starts, int[] Files) Group(ulong[] keys, int[] owners, byte[] kinds, int count)
    {
        var starts = new List<int>(count / 2);
        var files = new int[count];
        var unique = 0;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
            {
                starts.Add(i);
                kinds[unique] = (byte)(owners[i] & 7);
                keys[unique++] = keys[i];
            }

            files[i] = owners[i] >> 3;
        }

        starts.Add(count);
        return (keys[..unique], kinds[..unique], [.. starts], files);
    }

    /// <summary>For each origin, those that it holds within itself.</summary>
    private static HashSet<(int Holder, int Held)> Borrowed((ulong[] Keys, byte[] Kinds, int[] Starts, int[] Files) groups, IReadOnlyList<(LearnedFile File, int Origin)> files, int origins)
    {
        var sizes = new int[origins];
        var shared = new Dictionary<(int, int), int>();
        var having = new List<int>();
        for (var i = 0; i < groups.Keys.Length; i++)
        {
            if ((FeatureClass)groups.Kinds[i] == FeatureClass.Import)
            {
                continue;
            }

            Origins(groups.Files.AsSpan(groups.Starts[i], groups.Starts[i + 1] - groups.Starts[i]), files, having);
            foreach (var origin in having)
            {
                sizes[origin]++;
            }

            if (having.Count is > 1 and <= MostForPairs)
            {
                foreach (var (a, b) in having.SelectMany(a => having.Where(b => a < b).Select(b => (a, b))))
                {
                    shared[(a, b)] = shared.GetValueOrDefault((a, b)) + 1;
                }
            }
        }

        var borrowed = new HashSet<(int, int)>();
        foreach (var ((a, b), count) in shared)
        {
            var (ofA, ofB) = ((double)count / sizes[a], (double)count / sizes[b]);
            if (ofA >= Contained && ofB <= Asymmetry * ofA)
            {
                borrowed.Add((b, a));
            }
            else if (ofB >= Contained && ofA <= Asymmetry * ofB)
            {
                borrowed.Add((a, b));
            }
        }

        return borrowed;
    }

    private static FeatureIndex Weigh(
        (ulong[] Keys, byte[] Kinds, int[] Starts, int[] Files) groups,
        IReadOnlyList<(LearnedFile File, int Origin)> files,
        int origins,
        HashSet<(int Holder, int Held)> borrowed)
    {
        var weights = new float[groups.Keys.Length];
        var starts = new int[groups.Keys.Length + 1];
        var (kept, next) = (new int[groups.Files.Length], 0);
        var having = new List<int>();
        for (var i = 0; i < groups.Keys.Length; i++)
        {
            var with = groups.Files.AsSpan(groups.Starts[i], groups.Starts[i + 1] - groups.Starts[i]);
            Origins(with, files, having);
            var all = having.ToArray();
            if (having.Count > 1 && borrowed.Count > 0)
            {
                having.RemoveAll(holder => all.Any(held => borrowed.Contains((holder, held))));
            }

            starts[i] = next;
            foreach (var file in with)
            {
                if (having.Contains(files[file].Origin))
                {
                    kept[next++] = file;
                }
            }

            weights[i] = Base((FeatureClass)groups.Kinds[i], new Feature(groups.Keys[i])) * Rarity(Math.Max(1, having.Count), origins);
        }

        starts[^1] = next;
        return new FeatureIndex(groups.Keys, starts, kept[..next], weights);
    }

    /// <summary>1 for what one origin has, towards 0 for what all have; the inverse document frequency over origins, scaled and squared.</summary>
    private static float Rarity(int having, int origins)
    {
        var scaled = Math.Log((origins + 1d) / having) / Math.Log(origins + 1d);
        return (float)(scaled * scaled);
    }

    private static void Origins(ReadOnlySpan<int> with, IReadOnlyList<(LearnedFile File, int Origin)> files, List<int> having)
    {
        having.Clear();
        foreach (var file in with)
        {
            if (!having.Contains(files[file].Origin))
            {
                having.Add(files[file].Origin);
            }
        }
    }
}
