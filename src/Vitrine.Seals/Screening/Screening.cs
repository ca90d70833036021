using System.Text;
using Vitrine.Proofs;

namespace Vitrine.Seals;

/// <summary>Looks through a tree for what should be settled before it is shown, and for leads. Each file alone, by its content.</summary>
public static class Screening
{
    /// <summary>The most findings that are listed of one file.</summary>
    public const int MaxFindingsPerFile = 100;

    /// <summary>The most findings that are listed of a tree.</summary>
    public const int MaxFindings = 10_000;

    /// <summary>How many bytes of one file are looked at.</summary>
    public const int MaxFileBytes = 256 << 20;

    /// <summary>The most cuts that are listed.</summary>
    public const int MaxCuts = 1000;

    /// <summary>All rules.</summary>
    public static IReadOnlyList<ScreeningRule> Rules { get; } =
    [
        new PrivateKeyRule(),
        new KeyStoreRule(),
        new AgeKeyRule(),
        new AwsAccessKeyRule(),
        new AzureKeyRule(),
        new GoogleKeyRule(),
        new GitHubTokenRule(),
        new GitLabTokenRule(),
        new NpmTokenRule(),
        new NuGetKeyRule(),
        new PyPiTokenRule(),
        new RubyGemsKeyRule(),
        new CratesTokenRule(),
        new DockerTokenRule(),
        new SlackTokenRule(),
        new StripeKeyRule(),
        new SquareTokenRule(),
        new ShopifyTokenRule(),
        new TwilioKeyRule(),
        new SendGridKeyRule(),
        new MailKeyRule(),
        new TelegramTokenRule(),
        new DiscordTokenRule(),
        new WebhookRule(),
        new DigitalOceanTokenRule(),
        new HerokuKeyRule(),
        new VaultTokenRule(),
        new DopplerTokenRule(),
        new PulumiTokenRule(),
        new DatabricksTokenRule(),
        new PlanetScaleTokenRule(),
        new SupabaseTokenRule(),
        new GrafanaTokenRule(),
        new NewRelicKeyRule(),
        new SentryTokenRule(),
        new AtlassianTokenRule(),
        new LinearKeyRule(),
        new NotionTokenRule(),
        new FigmaTokenRule(),
        new PostmanKeyRule(),
        new HuggingFaceTokenRule(),
        new OpenAiKeyRule(),
        new AnthropicKeyRule(),
        new JsonWebTokenRule(),
        new SecretAssignmentRule(),
        new UrlCredentialRule(),
        new BidiControlRule(),
        new LookalikeRule(),
        new InvisibleCharacterRule(),
        new ControlCharacterRule(),
        new BinaryBlobRule(),
        new EncodedBlobRule(),
    ];

    private static AnchorTable Table { get; } = new(Rules);

    /// <summary>Screens the files in scope on all cores.</summary>
    public static ScreeningResult Run(ScopedSeal tree, IProgress<SealProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        using var use = tree.Use();
        var found = new FoundFindings();
        var (done, screened, bytes) = (0, 0, 0L);
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, tree.Files.Length, options, place =>
        {
            var file = tree.Files[place];
            if (file.Mode is SealedMode.Regular or SealedMode.Executable)
            {
                var content = tree.Pieces(place, MaxFileBytes).FirstOrDefault();
                if (!content.IsEmpty || file.Size == 0)
                {
                    var length = content.Length;
                    var (findings, isCut) = OfFile(file.Path, file.Digest, content, cancellation);
                    found.Add(findings);
                    if (isCut || length < file.Size)
                    {
                        found.Cut(file.Path, isCut ? ScreeningCutReason.FindingsOfFile : ScreeningCutReason.FileTooLarge);
                    }

                    Interlocked.Increment(ref screened);
                    Interlocked.Add(ref bytes, length);
                }
                else
                {
                    found.Cut(file.Path, ScreeningCutReason.Unread);
                }
            }

            var count = Interlocked.Increment(ref done);
            if (count % 256 == 0 || count == tree.Files.Length)
            {
                progress?.Report(new SealProgress(count, tree.Files.Length, Interlocked.Read(ref bytes)));
            }
        });
        return found.Finish(screened, bytes);
    }

    /// <summary>Screens one content.</summary>
    internal static (IReadOnlyList<ScreeningFinding> Findings, bool IsCut) OfFile(
        string path, Digest digest, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var file = new ScreenedFile(path, content);
        var hits = new Hits();
        Table.Scan(file, hits, cancellation);
        foreach (var rule in Rules)
        {
            if (file.IsText || rule.ReadsBinary)
            {
                rule.Scan(file, hits);
            }
        }

        var findings = Locate(file, digest, hits.InOrder());
        findings.Sort(FoundFindings.Order);
        var isCut = hits.IsCut || findings.Count > MaxFindingsPerFile;
        return (findings.Count > MaxFindingsPerFile ? findings[..MaxFindingsPerFile] : findings, isCut);
    }

    /// <summary>Counts lines and columns, each byte once.</summary>
    private static List<ScreeningFinding> Locate(ScreenedFile file, Digest digest, List<Hit> hits)
    {
        var findings = new List<ScreeningFinding>(hits.Count);
        var (position, line, column) = (0, 1, 1);
        foreach (var hit in hits)
        {
            if (file.IsText && hit.Length > 0)
            {
                var between = file.Text[position..hit.Start];
                var feeds = between.Count((byte)'\n');
                line += feeds;
                column = feeds > 0 ? 1 + Encoding.UTF8.GetCharCount(between[(between.LastIndexOf((byte)'\n') + 1)..]) : column + Encoding.UTF8.GetCharCount(between);
                position = hit.Start;
            }

            var hasLine = file.IsText && hit.Length > 0;
            findings.Add(new ScreeningFinding(
                hit.Rule.Id, hit.Rule.Title, hit.Severity, file.Path, digest, hasLine ? line : null, hasLine ? column : null, hit.Message));
        }

        return findings;
    }
}
