using System.Text;
using static Vitrine.Seals.Tests.Planted;

namespace Vitrine.Seals.Tests;

public sealed class ScreeningMemoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_NextSeal_ReadsOnlyWhatChangedAndFindsTheSame()
    {
        var token = Encoding.UTF8.GetBytes("ghp" + "_" + Draw(Base62, 36));
        (string, byte[])[] first = [("a.c", token), ("b.c", "int b;\n"u8.ToArray()), ("Makefile", "x:\n\tcat tests/x.bin\n"u8.ToArray()), ("tests/x.bin", [1, 0])];
        (string, byte[])[] second = [.. first[..1], ("b.c", "int b2;\n"u8.ToArray()), .. first[2..], ("moved/a.c", token)];
        var memory = new ScreeningMemory();
        using var store = TestKeys.Store(_folder["store"]);
        using var one = store.Open((await store.MakeAsync(Write("one", first))).Root);
        using var two = store.Open((await store.MakeAsync(Write("two", second))).Root);

        var before = Screening.Run(one.Whole, ScreeningAudience.Host, memory, null, CancellationToken.None);
        var after = Screening.Run(two.Whole, ScreeningAudience.Host, memory, null, CancellationToken.None);
        var whole = Screening.Run(two.Whole, ScreeningAudience.Host, null, null, CancellationToken.None);
        var others = Screening.Run(two.Whole, ScreeningAudience.Reviewer, memory, null, CancellationToken.None);

        Assert.Equal((0, 3, 0), (before.Recalled, after.Recalled, others.Recalled));
        Assert.Equal(whole.Findings, after.Findings);
        Assert.Contains(after.Findings, finding => finding.Rule == "build-reads-binary");
        Assert.Equal((whole.Files, whole.Bytes), (after.Files, after.Bytes));
        memory.Clear();
        Assert.Equal(0, Screening.Run(two.Whole, ScreeningAudience.Host, memory, null, CancellationToken.None).Recalled);
    }

    private string Write(string name, (string Path, byte[] Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            _folder.Write($"{name}/{path}", content);
        }

        return _folder[name];
    }
}
