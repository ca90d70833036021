using System.Collections.Immutable;

namespace Vitrine.Seals;

/// <summary>The rules there are.</summary>
public static class ScreeningRules
{
    /// <summary>All of them. Rules of known secrets come before those that guess, which leave alone what was found.</summary>
    public static ImmutableArray<ScreeningRule> All { get; } =
    [
        new PrivateKeyText(),
        new PrivateKeyBinary(),
        new AgeKey(),
        new AnthropicKey(),
        new AtlassianToken(),
        new AwsAccessKey(),
        new AwsSecretKey(),
        new AzureClientSecret(),
        new AzureStorageKey(),
        new DatabricksToken(),
        new DigitalOceanToken(),
        new DockerToken(),
        new GitHubToken(),
        new GitLabToken(),
        new GoogleApiKey(),
        new GoogleOAuthSecret(),
        new GrafanaToken(),
        new HuggingFaceToken(),
        new LinearKey(),
        new MailgunKey(),
        new NewRelicKey(),
        new NpmToken(),
        new NuGetKey(),
        new OpenAiKey(),
        new PostmanKey(),
        new PyPiToken(),
        new RubyGemsKey(),
        new SendGridKey(),
        new ShopifyToken(),
        new SlackToken(),
        new SlackWebhook(),
        new StripeKey(),
        new TelegramToken(),
        new TwilioKey(),
        new VaultToken(),
        new UrlCredential(),
        new HardCodedCredential(),
        new HighEntropySecret(),
        new BidirectionalControl(),
        new LookAlike(),
        new InvisibleCharacter(),
        new ControlCharacter(),
        new BinaryBlob(),
        new EncodedBlob(),
    ];

    /// <summary>The rule of an id, or null.</summary>
    public static ScreeningRule? Find(string id) => All.FirstOrDefault(rule => rule.Id == id);
}
