using System.Collections.Immutable;

namespace Vitrine.Origin;

/// <summary>All that was learned, in memory, and the comparison of files with it. Immutable; may be asked from many threads.</summary>
public sealed class Corpus
{
    /// <summary>The part of a learned file's texts or data that is told of though no origin is named by it.</summary>
    private const double Much = 0.5;

    private readonly ImmutableArray<CorpusEntry> _entries;
    private readonly List<(string Vendor, string Product)> _origins = [];
    private readonly List<(LearnedFile File, int Origin)> _files = [];
    private readonly List<string> _versions = [];
    private readonly FeatureIndex _index;
    private readonly StopSet _stop;
    private readonly FileWeight[] _totals;

    private Corpus(ImmutableArray<CorpusEntry> entries, StopSet stop)
    {
        _entries = entries;
        _stop = stop;
        foreach (var entry in entries)
        {
            var origin = _origins.IndexOf((entry.Vendor, entry.Product));
            if (origin < 0)
            {
                origin = _origins.Count;
                _origins.Add((entry.Vendor, entry.Product));
            }

            foreach (var file in entry.Files)
            {
                _files.Add((file, origin));
                _versions.Add(entry.Version);
            }
        }

        _index = FeatureIndex.Build(_files, _origins.Count, stop);
        _totals = [.. Enumerable.Range(0, _files.Count).Select(Total)];
    }

    /// <summary>What it was made of.</summary>
    public ImmutableArray<CorpusEntry> Entries => _entries;

    /// <summary>How many origins (products of a vendor) it knows.</summary>
    public int Origins => _origins.Count;

    /// <summary>How many different features it knows.</summary>
    public int Features => _index.Count;

    /// <summary>A corpus of entries.</summary>
    public static Corpus Of(IEnumerable<CorpusEntry> entries) => new([.. entries], StopSet.Default);

    /// <summary>What is in a file.</summary>
    public Identification Identify(FileFeatures file, CancellationToken cancellationToken)
    {
        var matches = new Matcher(this, file).Run(cancellationToken);
        var sure = matches.Where(match => match.Confidence >= Calibration.Reported).OrderByDescending(match => match.Confidence).ToImmutableArray();
        var (status, reason) = sure.Length > 0 ? (IdentificationStatus.Identified, null)
            : file.Packing is not null ? (IdentificationStatus.Packed, $"{file.Packing} What is inside cannot be told; unpack it and ask again.")
            : (IdentificationStatus.Unknown, WhyUnknown(matches.FirstOrDefault()));
        return new Identification(file.Path, file.Digest, file.Size, file.Format, status, reason, sure, sure.Length > 0 ? null : matches.FirstOrDefault());
    }

    internal FeatureIndex Index => _index;

    internal int FileCount => _files.Count;

    internal int OriginOf(int file) => _files[file].Origin;

    internal string VersionOf(int file) => _versions[file];

    internal LearnedFile File(int file) => _files[file].File;

    internal (string Vendor, string Product) Origin(int origin) => _origins[origin];

    /// <summary>The weight of a learned file.</summary>
    internal FileWeight TotalOf(int file) => _totals[file];

    internal bool IsStopped(Feature feature) => _stop.Holds(feature);

    private string WhyUnknown(OriginMatch? nearest) =>
        _origins.Count == 0 ? "The corpus is empty: teach it with vitrine origin learn."
        : nearest is { Independent: [FeatureGroup.Data], Signals.Most: > Much } ? $"It has tables and constants of {nearest.Product}, and nothing else of it: whoever implements the same algorithm has these."
        : nearest is { Independent: [FeatureGroup.Text], Signals.Most: > Much } ? $"It has texts of {nearest.Product}, and nothing else of it: these are copied easily."
        : "No origin that the corpus knows is in it.";

    private FileWeight Total(int file)
    {
        var total = default(FileWeight);
        for (var kind = 0; kind < FeatureClasses.Count; kind++)
        {
            foreach (var feature in _files[file].File.Features[kind])
            {
                if (_index.Find(feature) is >= 0 and var number && _index.Files(number).Contains(file))
                {
                    total = total.Plus((FeatureClass)kind, _index.Weight(number));
                }
            }
        }

        return total;
    }
}
