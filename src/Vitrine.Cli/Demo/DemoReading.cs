using System.Net;
using Vitrine.Seals;

namespace Vitrine.Cli;

/// <summary>What came of the reading.</summary>
internal sealed record DemoRead(bool Held, int Frames, long Lines, long Delivered, string SomePath);

/// <summary>A reviewer reads at the site: files frame by frame, a search, a note, a finding, and out.</summary>
internal sealed class DemoReading(Visitor reviewer, string engagement)
{
    private const int Files = 24;

    public async Task<DemoRead> RunAsync(SealStore seals, SealRoot root, string scope, CancellationToken cancellationToken)
    {
        List<SealedFile> files;
        using (var seal = seals.Open(root))
        {
            files = [.. seal.In(Scope.Of([scope], [])).Files.Where(file => file.Text == TextKind.Utf8 && file.Lines > 0).Take(Files)];
        }

        var held = true;
        var (frames, lines) = (0, 0L);
        await reviewer.GetAsync($"/engagements/{engagement}", cancellationToken);
        await reviewer.PostAsync($"/engagements/{engagement}/enter", [], cancellationToken);
        held &= reviewer.Status == HttpStatusCode.OK;
        foreach (var file in files)
        {
            for (var from = 1L; from <= file.Lines; from += 400)
            {
                await reviewer.GetAsync($"/engagements/{engagement}/read?file={Uri.EscapeDataString(file.Path)}&from={from}", cancellationToken);
                held &= reviewer.Status == HttpStatusCode.OK && reviewer.Page.Contains("Recorded before it was sent", StringComparison.Ordinal);
                frames++;
                lines += Math.Min(400, file.Lines - from + 1);
            }
        }

        await reviewer.GetAsync($"/engagements/{engagement}/read?q=FixedTimeEquals", cancellationToken);
        held &= reviewer.Status == HttpStatusCode.OK;
        frames++;

        // What is outside the scope answers like what does not exist.
        await reviewer.GetAsync($"/engagements/{engagement}/read?file=README.md", cancellationToken);
        held &= reviewer.Status == HttpStatusCode.NotFound;
        await reviewer.GetAsync($"/engagements/{engagement}/read?file={Uri.EscapeDataString(files[0].Path)}", cancellationToken);
        frames++;
        lines += Math.Min(400, files[0].Lines);
        await reviewer.PostAsync($"/engagements/{engagement}/notes", [("file", files[0].Path), ("from", "1"), ("text", "Read against its specification."), ("severity", "")], cancellationToken);
        held &= reviewer.Status == HttpStatusCode.OK;
        await reviewer.PostAsync($"/engagements/{engagement}/notes", [("file", files[0].Path), ("from", "1"), ("text", "Say which version of the specification."), ("severity", "info")], cancellationToken);
        held &= reviewer.Status == HttpStatusCode.OK;
        await reviewer.PostAsync($"/engagements/{engagement}/leave", [], cancellationToken);
        return new DemoRead(held && reviewer.Status == HttpStatusCode.OK, frames + 2, lines, files.Sum(file => file.Lines), files[0].Path);
    }
}
