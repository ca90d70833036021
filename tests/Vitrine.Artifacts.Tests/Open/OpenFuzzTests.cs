using System.IO.Compression;
using System.Text;
using Xunit.Abstractions;

namespace Vitrine.Artifacts.Tests;

/// <summary>
/// Changed containers, always the same ones. A walk ends in a tree and throws nothing; what it gives out are the bytes its digests name
/// (<see cref="Opened"/> checks each); the same bytes give the same tree, from memory and in pieces; and a member without a fault in a container
/// with a checksum has the content that was packed.
/// </summary>
public sealed class OpenFuzzTests(ITestOutputHelper output)
{
    private static readonly OpenLimits _limits = OpenLimits.Default with { BytesOfAnyFile = 4 << 20, Members = 2_000, MemoryBytes = 1 << 20 };

    [Theory]
    [InlineData("words-crc64.xz", 6_000)]
    [InlineData("words-sha256-blocks.xz", 6_000)]
    [InlineData("words-none-lp2.xz", 6_000)]
    [InlineData("words-two-streams.xz", 6_000)]
    [InlineData("mixed-small-dictionary.xz", 3_000)]
    [InlineData("words.gz", 10_000)]
    [InlineData("shopd_1.0.deb", 6_000)]
    [InlineData("shopd_1.1.deb", 6_000)]
    public void Open_Mutated_EndsInATree(string name, int times) => Run(Vectors.Read("open/" + name), times);

    [Fact]
    public void Open_MutatedZip_EndsInATree()
    {
        var words = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("words, words; ", 300)));
        Run(Zips.Of(("a.txt", words), ("in.zip", Zips.Of(("b.txt", words))), ("c.gz", Containers.Gzip(words))), 8_000);
    }

    [Fact]
    public void Open_MutatedTar_EndsInATree()
    {
        var tar = Containers.Tar(
            Containers.TarMember("pax", Containers.Pax(("path", "long/name"), ("size", "5"), ("uid", "7")), 'x'),
            Containers.TarMember("short", "12345"u8.ToArray()),
            Containers.TarMember("././@LongLink", "a/long/name\0"u8.ToArray(), 'L'),
            Containers.TarMember("x", "content"u8.ToArray()),
            Containers.TarMember("link", [], '2', "../x"));
        Run(tar, 10_000, bytes =>
        {
            // A wrong sum would end each run at the header that was changed: mend it.
            for (var at = 0; at + 512 <= bytes.Length; at += 512)
            {
                if (bytes.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
                {
                    Containers.Seal(bytes.AsSpan(at));
                }
            }
        });
    }

    [Fact]
    public void Open_MutatedLibrary_EndsInATree() => Run(
        Containers.Ar(("//", "a-long-name.o/\n"u8.ToArray()), ("/0", Vectors.Read("elf/object.o")), ("#1/4", "name content"u8.ToArray()), ("b/", "b"u8.ToArray())),
        8_000);

    /// <summary>The inflater against the platform's, which shares no code with it: both unpack the same, or both refuse.</summary>
    [Fact]
    public void Inflate_Mutated_AgreesWithThePlatform()
    {
        var random = new Random(11);
        var words = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i * i} words and {i % 7}; ")));
        var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(words);
        }

        var original = stream.ToArray();
        var (same, refused) = (0, 0);
        for (var i = 0; i < 10_000; i++)
        {
            var mutated = i == 0 ? original : Mutations.Of(original, random);
            var ours = new MemoryStream();
            var isRefused = false;
            try
            {
                Inflater.Run(new ByteFeed(ByteSource.Of(mutated), "deflate", 0, mutated.Length), ours.Write);
            }
            catch (ArtifactFormatException)
            {
                isRefused = true;
                refused++;
            }

            if (!isRefused)
            {
                var theirs = new MemoryStream();
                using var deflate = new DeflateStream(new MemoryStream(mutated), CompressionMode.Decompress);
                deflate.CopyTo(theirs);
                Assert.True(ours.ToArray().AsSpan().SequenceEqual(theirs.ToArray()), $"case {i}");
                same++;
            }
        }

        output.WriteLine($"same {same}, refused {refused}");
        Assert.True(same > 100 && refused > 100);
    }

    private void Run(byte[] original, int times, Action<byte[]>? mend = null)
    {
        var random = new Random(20261122);
        var faults = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < times; i++)
        {
            var mutated = Mutations.Of(original, random);
            mend?.Invoke(mutated);
            var opened = Opened.Of(mutated, "x", _limits);
            foreach (var fault in opened.Tree.Faulty)
            {
                var word = fault.Fault!.Reason.ToWord();
                faults[word] = faults.GetValueOrDefault(word) + 1;
            }

            if (i % 16 == 0)
            {
                using var pieces = new Pieces(mutated);
                var again = new Opener(_limits).Open(pieces.Source, "x", null, CancellationToken.None);
                Assert.Equal(opened.Tree.Members.Select(m => (m.Path, m.Digest, m.Fault)), again.Members.Select(m => (m.Path, m.Digest, m.Fault)));
            }
        }

        output.WriteLine(string.Join(", ", faults.Select(f => $"{f.Key} {f.Value}")));
        Assert.NotEmpty(faults);
    }

    /// <summary>The same bytes in a file, at an offset.</summary>
    private sealed class Pieces : IDisposable
    {
        private readonly string _path = Path.GetTempFileName();
        private readonly ByteSource _file;

        public Pieces(byte[] bytes)
        {
            File.WriteAllBytes(_path, [1, 2, 3, .. bytes, 4]);
            _file = ByteSource.OpenFile(_path);
            Source = _file.Slice(3, bytes.Length);
        }

        public ByteSource Source { get; }

        public void Dispose()
        {
            _file.Dispose();
            File.Delete(_path);
        }
    }
}
