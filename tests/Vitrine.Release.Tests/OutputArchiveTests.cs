using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;

namespace Vitrine.Release.Tests;

public sealed class OutputArchiveTests
{
    private static readonly Recipe Recipe = Scene.Script();

    [Fact]
    public void Read_TheOutput_IsTaken()
    {
        Assert.Equal([1, 2, 3], Assert.Single(Read(Archive(Entry("out", [1, 2, 3])))).ToArray());
    }

    [Fact]
    public void Read_AnythingButTheOutputs_IsNotTaken()
    {
        Assert.Empty(Read(Archive()));
        Assert.Empty(Read(Archive(Entry("other", [1]))));
        Assert.Empty(Read(Archive(Entry("./out", [1]))));
        Assert.Empty(Read(Archive(Entry("out", [1]), Entry("out", [2]))));
        Assert.Empty(Read(Archive(Entry("out", [1]), Entry("more", [2]))));
        Assert.Empty(Read(Archive(new GnuTarEntry(TarEntryType.SymbolicLink, "out") { LinkName = "/etc/shadow" })));
        Assert.Empty(Read(Archive(new GnuTarEntry(TarEntryType.Directory, "out"))));
    }

    [Fact]
    public void Read_DamagedArchive_GivesNothingAndThrowsNothing()
    {
        var good = Archive(Entry("out", new byte[600]));
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int Index, byte Value, int Length)>(),
            change =>
            {
                var bytes = good.ToArray();
                bytes[(change.Index & int.MaxValue) % bytes.Length] = change.Value;
                return Read(bytes.AsSpan(0, (change.Length & int.MaxValue) % bytes.Length).ToArray()).Length <= 1 && Read(bytes).Length <= 1;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Read_Noise_GivesNothingAndThrowsNothing()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Read(bytes).IsEmpty).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static System.Collections.Immutable.ImmutableArray<ReadOnlyMemory<byte>> Read(byte[] archive) =>
        OutputArchive.Read(new MemoryStream(archive), Recipe, static () => { });

    private static GnuTarEntry Entry(string name, byte[] content) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    private static byte[] Archive(params TarEntry[] entries)
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }
}
