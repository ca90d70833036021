using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>A screening, and when it was made.</summary>
/// <param name="Result">What was found.</param>
/// <param name="At">When the last file had been looked at.</param>
public sealed record KeptScreening(ScreeningResult Result, DateTimeOffset At);

/// <summary>
/// Screens scopes of seals, and keeps what it found: a seal never changes, so the same question has the same answer. One screening runs at a time; the newest
/// <see cref="Most"/> are kept, in memory alone, for they say where secrets lie.
/// </summary>
public sealed class ScreeningDesk(SealStore seals, TimeProvider time) : IDisposable
{
    /// <summary>How many screenings are kept.</summary>
    public const int Most = 16;

    private readonly ScreeningMemory _memory = new();
    private readonly List<(string Key, KeptScreening Screening)> _kept = [];
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Screens a scope of a seal, or tells what was found in it before by the same rules.</summary>
    /// <exception cref="SealStoreException">There is no such seal here (any more), or it cannot be read.</exception>
    public async Task<KeptScreening> ScreenAsync(SealRoot root, Scope scope, ScreeningAudience audience, IProgress<SealProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var key = string.Join('\n', [$"{Screening.RulesVersion} {audience} {root}", .. scope.Include, "", .. scope.Exclude]);
        await _one.WaitAsync(cancellationToken);
        try
        {
            var place = _kept.FindIndex(one => one.Key == key);
            if (place >= 0 && IsThere(root))
            {
                var known = _kept[place];
                _kept.RemoveAt(place);
                _kept.Add(known);
                return known.Screening;
            }

            using var seal = seals.Open(root);
            var tree = seal.In(scope);
            var result = await Task.Run(() => Screening.Run(tree, audience, _memory, progress, cancellationToken), cancellationToken);
            var made = new KeptScreening(result, time.GetUtcNow());
            _kept.Add((key, made));
            if (_kept.Count > Most)
            {
                _kept.RemoveAt(0);
            }

            return made;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Of a seal that was destroyed nothing is kept, and nothing of its files.</summary>
    private bool IsThere(SealRoot root)
    {
        try
        {
            _ = seals.About(root);
            return true;
        }
        catch (SealStoreException)
        {
            _memory.Clear();
            _kept.Clear();
            return false;
        }
    }
}
