using System.Collections.Immutable;
using Vitrine.Proofs;

namespace Vitrine.Log;

public sealed partial class TileLog
{
    // What one caller appends together. Whoever takes it, the sequencer or a cancellation, settles it.
    private sealed class Request
    {
        private int _taken;

        private Request(IReadOnlyList<ReadOnlyMemory<byte>> entries, int payload)
        {
            Entries = entries;
            Leaves = [.. entries.Select(entry => Merkle.LeafHash(entry.Span))];
            Payload = payload;
            Added = ImmutableArray.CreateBuilder<Added>(entries.Count);
        }

        public IReadOnlyList<ReadOnlyMemory<byte>> Entries { get; }

        public ImmutableArray<Digest> Leaves { get; }

        public int Payload { get; }

        public ImmutableArray<Added>.Builder Added { get; }

        public TaskCompletionSource<ImmutableArray<Added>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static Request Of(IReadOnlyList<ReadOnlyMemory<byte>> entries)
        {
            ArgumentNullException.ThrowIfNull(entries);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, 65_536, nameof(entries));
            var payload = 0;
            foreach (var entry in entries)
            {
                if (entry.Length > EntryBundle.MaxEntry)
                {
                    throw new ArgumentException($"An entry has at most {EntryBundle.MaxEntry} bytes, not {entry.Length}.", nameof(entries));
                }

                payload += 2 + entry.Length;
                if (payload > Journal.MaxPayload)
                {
                    throw new ArgumentException($"Entries appended together have at most {Journal.MaxPayload} bytes.", nameof(entries));
                }
            }

            return new Request(entries, payload);
        }

        public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

        public void Cancel(CancellationToken token)
        {
            if (TryTake())
            {
                Done.SetCanceled(token);
            }
        }
    }
}
