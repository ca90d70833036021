using Vitrine.Seals;

namespace Vitrine.Room;

/// <summary>
/// What a room shows of the release before: the tree that an earlier engagement disclosed to the same laboratory, under that engagement's scope, because the host agreed to it for this room
/// (<see cref="RoomRules.ComparesWith"/>). In memory for as long as a session looks at it.
/// </summary>
public sealed class Comparison : IDisposable
{
    private readonly ScopedSeal _newer;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lazy<Task<TreeChanges>> _changes;

    internal Comparison(Engagement earlier, ScopedSeal older, ScopedSeal newer)
    {
        Engagement = earlier.Id;
        Version = earlier.Version;
        Older = older;
        _newer = newer;
        _changes = new Lazy<Task<TreeChanges>>(() => Task.Run(Compare, _closing.Token));
    }

    /// <summary>The earlier engagement.</summary>
    public string Engagement { get; }

    /// <summary>The version that it was about.</summary>
    public string Version { get; }

    /// <summary>What it disclosed. Nothing else of the older seal exists here.</summary>
    public ScopedSeal Older { get; }

    /// <summary>What changed, found once for all who look.</summary>
    /// <exception cref="OperationCanceledException">The session ended, or the wait was ended.</exception>
    /// <exception cref="ObjectDisposedException">A seal was closed meanwhile.</exception>
    public Task<TreeChanges> ChangesAsync(CancellationToken cancellationToken) => _changes.Value.WaitAsync(cancellationToken);

    /// <summary>Stops what is still being compared.</summary>
    public void Dispose() => _closing.Cancel();

    /// <summary>A file that the scope of now leaves out is not said to be gone: whether it is, nobody here may know.</summary>
    private TreeChanges Compare()
    {
        var changes = TreeDiff.Of(Older, _newer, null, _closing.Token);
        return changes with { Files = [.. changes.Files.Where(file => file.Kind != FileChangeKind.Removed || _newer.Scope.Contains(file.Path)).Select(Told)] };
    }

    /// <summary>A file that the scope of then left out may have been there.</summary>
    private FileChange Told(FileChange file) =>
        file.Kind == FileChangeKind.Added && !Older.Scope.Contains(file.Path) ? file with { Reasons = file.Reasons.Add("the earlier review's scope left this path out: it may not be new") } : file;
}
