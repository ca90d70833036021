using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Vitrine.Log;
using Vitrine.Proofs;

namespace Vitrine.Cli.Tests;

/// <summary>
/// <c>vitrine witness serve</c> is killed with SIGKILL again and again, at moments of chance, while several logs each show it two histories at once. What
/// must hold: of the two at most one is ever cosigned, across all kills; nothing smaller is cosigned once something larger was answered for; and what
/// lies on the disk of the dead one is never older than its answers.
/// </summary>
internal sealed class WitnessKilling(string folder) : IDisposable
{
    private const int Logs = 4;
    private const int RunsOfALog = 20;
    private static readonly string[] Kinds = ["one", "other"];
    private readonly Random _random = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private NoteVerifier? _key;
    private Line[] _lines = [];
    private TaskCompletionSource _enough = new();
    private int _wanted;
    private int _cosigned;
    private int _refused;

    /// <summary>Cosignatures that were answered with.</summary>
    public int Cosigned => _cosigned;

    /// <summary>Requests that were refused, as they had to be: another history, or a smaller size.</summary>
    public int Refused => _refused;

    /// <summary>Runs whose last checkpoint was durable though its answer never came.</summary>
    public int DurableUnanswered { get; private set; }

    public async Task RunAsync(int kills)
    {
        _key = NoteVerifier.Parse((await Cli.RunAsync("witness", "init", "witness.example/killed", "--dir", folder)).Ends(0).Last);
        for (var run = 0; run < kills; run++)
        {
            if (run % RunsOfALog == 0)
            {
                _lines = [.. Enumerable.Range(0, Logs).Select(i => new Line($"kills.example/{run}/{i}"))];
                await File.WriteAllTextAsync(Path.Combine(folder, "logs"), string.Concat(_lines.Select(line => $"log {line.Signer.Verifier}\n")) + "quorum none\n");
            }

            // Every sixth is killed as soon as it listens, or before.
            await RunAndKillAsync(run % 6 == 5 ? 0 : _random.Next(1, 80), _random.Next(300_000));
            var left = Witness.Read(folder, [_key]).ToDictionary(one => one.Checkpoint.Origin, StringComparer.Ordinal);
            Array.ForEach(_lines, line => DurableUnanswered += line.Adopt(left.GetValueOrDefault(line.Signer.Name)?.Checkpoint) ? 1 : 0);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task RunAndKillAsync(int answers, int spins)
    {
        using var witness = Child.Start([.. Child.Vitrine, "witness", "serve", "--dir", folder, "--urls", "http://127.0.0.1:0"], []);
        var first = await witness.StandardOutput.ReadLineAsync();
        Assert.True(first?.StartsWith("Witnessing ", StringComparison.Ordinal) == true, $"{first}{(first is null ? await witness.StandardError.ReadToEndAsync() : "")}");
        using var killed = new CancellationTokenSource();
        (_enough, _wanted) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), answers);
        var load = Task.WhenAll(_lines.Select(line => LoadAsync(line, new Uri($"{first!.Split(' ')[^1].TrimEnd('/')}/add-checkpoint"), killed.Token)));
        await (answers == 0 ? Task.CompletedTask : Task.WhenAny(_enough.Task, load));
        Thread.SpinWait(spins);
        witness.Kill();
        await witness.WaitForExitAsync();
        await killed.CancelAsync();
        await load;
        Assert.Equal(137, witness.ExitCode);
    }

    // Until nobody answers: two histories at once from where the log stands, and now and then one from before.
    private async Task LoadAsync(Line line, Uri url, CancellationToken killed)
    {
        try
        {
            for (var step = 0; !killed.IsCancellationRequested; step++)
            {
                if (step % 4 == 0 && line.FromBefore() is { } before)
                {
                    Assert.False(await AskAsync(line, url, before, killed), "A smaller size was cosigned after a larger one.");
                }

                var both = Kinds.Select(line.Next).ToList();
                var asked = both.Select(request => AskAsync(line, url, request, killed)).ToList();
                try
                {
                    await Task.WhenAll(asked);
                }
                finally
                {
                    // One may have been answered though the other broke off.
                    var cosigned = both.Where((_, i) => asked[i] is { IsCompletedSuccessfully: true, Result: true }).ToList();
                    Assert.True(cosigned.Count <= 1, "Two histories were cosigned.");
                    cosigned.ForEach(line.Take);
                }
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // It is dead; what was under way is answered for or not, and the disk says which.
        }
    }

    private async Task<bool> AskAsync(Line line, Uri url, Shown shown, CancellationToken killed)
    {
        using var content = new ByteArrayContent(shown.Request.Encode());
        using var response = await _http.PostAsync(url, content, killed);
        var body = await response.Content.ReadAsByteArrayAsync(killed);
        if (Interlocked.Decrement(ref _wanted) == 0)
        {
            _enough.SetResult();
        }

        var status = (int)response.StatusCode;
        Assert.True(status is 200 or 409 or 422, $"{status} {Encoding.UTF8.GetString(body)}");
        if (status != 200)
        {
            Interlocked.Increment(ref _refused);
            return false;
        }

        Interlocked.Increment(ref _cosigned);
        Assert.True(CosignatureLines.TryParse(body, out var lines) && CosignatureLines.Find(lines, _key!, shown.Request.Note.Text.Span, out _) is not null, "The answer is no cosignature.");
        lock (line)
        {
            line.Answered(shown.Request.Claimed);
        }

        return true;
    }

    /// <summary>A request, and the entries that its history has.</summary>
    private sealed record Shown(AddCheckpointRequest Request, ImmutableArray<byte[]> Entries);

    /// <summary>One log, as its witness cosigned it so far, and what else was shown of it.</summary>
    private sealed class Line(string origin)
    {
        private readonly Dictionary<ulong, Digest> _answered = [];
        private readonly Random _random = new();
        private readonly List<Shown> _shown = [];
        private ImmutableArray<byte[]> _entries = [];
        private ulong _largest;
        private int _number;

        public NoteSigner Signer { get; } = NoteSigner.Generate(origin);

        /// <summary>The history so far, with one to three entries of its own.</summary>
        public Shown Next(string kind)
        {
            var shown = Show(_entries.Length, [.. _entries, .. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {_number++}")))]);
            _shown.Add(shown);
            return shown;
        }

        /// <summary>A size that was true once, from one before it.</summary>
        public Shown? FromBefore() => _entries.Length < 2 ? null : _random.Next(1, _entries.Length) is var old ? Show(_random.Next(old), _entries[..old]) : null;

        /// <summary>Goes on from what was cosigned.</summary>
        public void Take(Shown shown)
        {
            _entries = shown.Entries;
            _shown.Clear();
        }

        /// <summary>Holds an answer against all before it.</summary>
        public void Answered(Checkpoint cosigned)
        {
            Assert.True(_answered.TryAdd(cosigned.Size.Value, cosigned.Root) || _answered[cosigned.Size.Value] == cosigned.Root, $"Two roots of size {cosigned.Size} were cosigned.");
            Assert.True(cosigned.Size.Value > _largest, $"Size {cosigned.Size} was cosigned after size {_largest}.");
            _largest = cosigned.Size.Value;
        }

        /// <summary>Goes on from what the dead witness left; says whether that is more than it answered for.</summary>
        public bool Adopt(Checkpoint? left)
        {
            Assert.True(_largest == 0 || left is not null, "What was answered for is not on the disk.");
            if (left is null || left.Size.Value == _largest)
            {
                Assert.True(left is null || _answered[_largest] == left.Root, $"The disk has another root of size {_largest} than was answered.");
                _shown.Clear();
                return false;
            }

            Assert.True(left.Size.Value > _largest, $"The disk has size {left.Size} and size {_largest} was answered for.");
            Take(_shown.Single(shown => shown.Request.Claimed.Root == left.Root));
            Answered(left);
            return true;
        }

        private Shown Show(int old, ImmutableArray<byte[]> entries)
        {
            var tree = new MerkleTree();
            foreach (var entry in entries)
            {
                tree.Append(entry);
            }

            var checkpoint = VerifiedCheckpoint.Sign(new Checkpoint(Signer.Name, tree.Size, tree.Root()), Signer);
            return new Shown(new AddCheckpointRequest(new TreeSize((ulong)old), tree.ProveConsistency(new TreeSize((ulong)old), tree.Size).Path, Note.Parse(checkpoint.Note.Span)), entries);
        }
    }
}
