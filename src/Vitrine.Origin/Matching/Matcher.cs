using System.Collections.Immutable;

namespace Vitrine.Origin;

/// <summary>
/// Compares one file with the corpus. The best origin is taken, all that it explains is removed, and the rest is asked again: so a library
/// linked into a program is named beside it, and what only shares that library is not.
/// </summary>
internal sealed class Matcher
{
    private const int MostMatches = 24;
    private const int MostEvidence = 32;
    private const int MostEvidenceOfAClass = 10;
    private const double FewestWeight = 0.8;
    private const int FewestNames = 5;
    private const double NearestVersions = 0.995;

    // A group speaks for an origin by itself with this much weight in this many features.
    private const double IndependentWeight = 1.5;
    private const int IndependentFeatures = 3;

    private readonly Corpus _corpus;
    private readonly FileFeatures _file;
    private readonly List<(int Number, Sighting Sighting)> _known = [];
    private readonly double _ownWeight;
    private readonly FileWeight[] _byFile;
    private readonly bool _hasNames;

    public Matcher(Corpus corpus, FileFeatures file)
    {
        (_corpus, _file) = (corpus, file);
        _byFile = new FileWeight[corpus.FileCount];
        _hasNames = file.Sightings.Count(one => one.Kind == FeatureClass.Name) >= FewestNames;
        foreach (var sighting in file.Sightings)
        {
            if (corpus.IsStopped(sighting.Feature))
            {
                continue;
            }

            var number = corpus.Index.Find(sighting.Feature);
            if (number >= 0)
            {
                _known.Add((number, sighting));
            }

            if (sighting.Kind != FeatureClass.Function)
            {
                _ownWeight += number >= 0 ? corpus.Index.Weight(number) : FeatureIndex.Base(sighting.Kind, sighting.Feature);
            }
        }
    }

    /// <summary>The origins in the order in which they were taken, the unsure last one too.</summary>
    public List<OriginMatch> Run(CancellationToken cancellationToken)
    {
        var matches = new List<(OriginMatch Match, double Weight)>();
        while (matches.Count < MostMatches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Best() is not { } best)
            {
                break;
            }

            var (match, weight, taken) = Describe(best.Origin, best.File);
            matches.Add((match, weight));
            if (match.Confidence < Calibration.Reported)
            {
                break;
            }

            _known.RemoveAll(one => taken.Contains(one.Number));
        }

        var all = matches.Where(one => one.Match.Confidence >= Calibration.Reported).Sum(one => one.Weight);
        return [.. matches.Select(one => one.Match.Confidence >= Calibration.Reported ? one.Match with { Share = one.Weight / all } : one.Match)];
    }

    /// <summary>The origin whose learned file explains most, weighed with how much of that file is there.</summary>
    private (int Origin, int File)? Best()
    {
        Array.Clear(_byFile);
        foreach (var (number, sighting) in _known)
        {
            var weight = _corpus.Index.Weight(number);
            foreach (var file in _corpus.Index.Files(number))
            {
                _byFile[file] = _byFile[file].Plus(sighting.Kind, weight);
            }
        }

        var byOrigin = new Dictionary<int, (double Score, int File)>();
        for (var file = 0; file < _byFile.Length; file++)
        {
            var score = Score(file);
            if (_byFile[file].All >= FewestWeight && score > byOrigin.GetValueOrDefault(_corpus.OriginOf(file)).Score)
            {
                byOrigin[_corpus.OriginOf(file)] = (score, file);
            }
        }

        if (byOrigin.Count == 0)
        {
            return null;
        }

        var (origin, best) = byOrigin.MaxBy(one => one.Value.Score);
        return (origin, best.File);
    }

    private double Score(int file) => _byFile[file].All * (0.05 + Contained(file));

    private double Contained(int file) => _byFile[file].PartOf(_corpus.TotalOf(file), _hasNames);

    private (OriginMatch Match, double Weight, HashSet<int> Taken) Describe(int origin, int best)
    {
        var groups = new double[FeatureClasses.Groups];
        var inGroup = new int[FeatureClasses.Groups];
        var found = new int[FeatureClasses.Count];
        var taken = new HashSet<int>();
        var evidence = new List<(Sighting Sighting, double Weight)>();
        foreach (var (number, sighting) in _known)
        {
            var has = false;
            foreach (var file in _corpus.Index.Files(number))
            {
                has |= _corpus.OriginOf(file) == origin;
            }

            if (has)
            {
                var weight = _corpus.Index.Weight(number);
                var group = (int)sighting.Kind.Group();
                taken.Add(number);
                groups[group] += weight;
                inGroup[group]++;
                found[(int)sighting.Kind]++;
                evidence.Add((sighting, weight));
            }
        }

        var explained = evidence.Where(one => one.Sighting.Kind != FeatureClass.Function).Sum(one => one.Weight);
        var independent = Enumerable.Range(0, FeatureClasses.Groups).Where(g => groups[g] >= IndependentWeight && inGroup[g] >= IndependentFeatures).Select(g => (FeatureGroup)g).ToImmutableArray();
        var (most, second) = _byFile[best].PartsOf(_corpus.TotalOf(best));
        var signals = new MatchSignals([.. groups], most, second, _ownWeight <= 0 ? 0 : Math.Min(1, explained / _ownWeight));
        var (vendor, product) = _corpus.Origin(origin);
        var versions = Versions(origin);
        var match = new OriginMatch(
            vendor, product, versions, [.. versions.Where(IsNamed)], _corpus.File(best).Name, Calibration.Confidence(signals, independent), 0, independent, signals, Telling(evidence), [.. found]);
        return (match, evidence.Sum(one => one.Weight), taken);
    }

    /// <summary>The versions whose best file is as good as the best of all.</summary>
    private ImmutableArray<string> Versions(int origin)
    {
        var best = new Dictionary<string, double>();
        for (var file = 0; file < _byFile.Length; file++)
        {
            if (_corpus.OriginOf(file) == origin)
            {
                var version = _corpus.VersionOf(file);
                best[version] = Math.Max(best.GetValueOrDefault(version), Score(file));
            }
        }

        var most = best.Values.Max();
        return [.. best.Where(one => one.Value >= most * NearestVersions).Select(one => one.Key)];
    }

    /// <summary>Whether a literal holds a version's number as a word of its own; a number without a point could be anything.</summary>
    private bool IsNamed(string version) =>
        version.Contains('.') && _file.Sightings.Any(one => one.Kind == FeatureClass.Version && HoldsWord(_file.Describe(one), version));

    private static bool HoldsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsOfNumber(text[at - 1])) && (end == text.Length || !IsOfNumber(text[end])))
            {
                return true;
            }
        }

        return false;

        static bool IsOfNumber(char c) => char.IsAsciiDigit(c) || c == '.';
    }

    private ImmutableArray<Evidence> Telling(List<(Sighting Sighting, double Weight)> evidence) =>
    [
        .. evidence.GroupBy(one => one.Sighting.Kind)
            .SelectMany(kind => kind.OrderByDescending(one => one.Weight).ThenBy(one => one.Sighting.Offset).Take(MostEvidenceOfAClass))
            .OrderByDescending(one => one.Weight).ThenBy(one => one.Sighting.Kind).ThenBy(one => one.Sighting.Offset)
            .Take(MostEvidence)
            .Select(one => new Evidence(one.Sighting.Kind, one.Sighting.Offset, _file.Describe(one.Sighting), Math.Round(one.Weight, 3))),
    ];
}
