using System.Collections.Immutable;
using System.Text.Json;

namespace Vitrine.Proofs;

/// <summary>A rebuilder repeated the build from a seal and compared what came out with what is shipped.</summary>
/// <remarks>SLSA provenance v1 with Vitrine's build type; the subjects are the rebuilt files, the byproducts the shipped ones.</remarks>
/// <param name="Seal">Root of the sealed source.</param>
/// <param name="Recipe">How it was built; an object that the build type leaves open.</param>
/// <param name="RecipeDigest">SHA-256 of the recipe file as it was read.</param>
/// <param name="Sandbox">The sandbox's settings; an object that the build type leaves open.</param>
/// <param name="Closure">SHA-256 over all tools and inputs of the build.</param>
/// <param name="Builder">URI of the rebuilder.</param>
/// <param name="InvocationId">The rebuilder's name for this run.</param>
/// <param name="Started">When the build began, whole seconds.</param>
/// <param name="Finished">When it ended.</param>
/// <param name="Comparisons">One a shipped file.</param>
public sealed record RebuildPredicate(
    Digest Seal,
    JsonElement Recipe,
    Digest RecipeDigest,
    JsonElement Sandbox,
    Digest Closure,
    string Builder,
    string InvocationId,
    DateTimeOffset Started,
    DateTimeOffset Finished,
    ImmutableArray<RebuildComparison> Comparisons)
{
    /// <summary>The predicate's type.</summary>
    public const string Type = "https://slsa.dev/provenance/v1";

    /// <summary>Which kind of build the provenance tells of.</summary>
    public const string BuildType = "https://vitrine.example/rebuild/v1";

    /// <summary>Files that one rebuild compares, at most: 4,096.</summary>
    public const int MaxComparisons = 4096;

    private const string ClosureUri = "vitrine:closure";

    /// <summary>Reads a predicate strictly.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static RebuildPredicate Parse(JsonElement predicate)
    {
        var members = Proofs.Statement.Open(predicate, "provenance");
        var definition = members.Object("buildDefinition");
        definition.Exactly("buildType", BuildType);
        var external = definition.Object("externalParameters");
        var seal = external.Digest("seal");
        var recipe = external.Opaque("recipe");
        var recipeDigest = external.Digest("recipeDigest");
        external.End();
        var sandbox = definition.Opaque("internalParameters");
        var closure = ReadDependencies(definition, seal);
        definition.End();

        var run = members.Object("runDetails");
        var builder = run.Object("builder");
        var metadata = run.Object("metadata");
        var read = new RebuildPredicate(
            seal,
            recipe,
            recipeDigest,
            sandbox,
            closure,
            builder.Text("id"),
            metadata.Text("invocationId"),
            metadata.Time("startedOn"),
            metadata.Time("finishedOn"),
            run.Array("byproducts", MaxComparisons, RebuildComparison.Read));
        builder.End();
        metadata.End();
        run.End();
        members.End();
        return read;
    }

    /// <summary>The predicate as JSON that <see cref="Parse"/> accepts.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public JsonElement ToJson() => PredicateJson.Checked(
        writer =>
        {
            writer.WriteStartObject("buildDefinition");
            writer.WriteString("buildType", BuildType);
            writer.WriteStartObject("externalParameters");
            writer.WriteString("seal", Seal.ToHex());
            writer.WritePropertyName("recipe");
            Recipe.WriteTo(writer);
            writer.WriteString("recipeDigest", RecipeDigest.ToHex());
            writer.WriteEndObject();
            writer.WritePropertyName("internalParameters");
            Sandbox.WriteTo(writer);
            writer.WriteStartArray("resolvedDependencies");
            WriteDependency(writer, SealUri.Of(Seal), Subject.VitrineRoot, Seal);
            WriteDependency(writer, ClosureUri, Subject.Sha256, Closure);
            writer.WriteEndArray();
            writer.WriteEndObject();

            writer.WriteStartObject("runDetails");
            writer.WriteStartObject("builder");
            writer.WriteString("id", Builder);
            writer.WriteEndObject();
            writer.WriteStartObject("metadata");
            writer.WriteString("invocationId", InvocationId);
            writer.WriteTime("startedOn", Started);
            writer.WriteTime("finishedOn", Finished);
            writer.WriteEndObject();
            writer.WriteStartArray("byproducts");
            foreach (var comparison in Comparisons)
            {
                comparison.Write(writer);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        Parse);

    /// <summary>The statement over the rebuilt files.</summary>
    /// <exception cref="StatementFormatException">A value is not one that the format allows.</exception>
    public Statement Of(IEnumerable<Subject> rebuiltFiles) => PredicateJson.Checked(new Statement(rebuiltFiles, Type, ToJson()), Read);

    /// <summary>Reads a whole statement: the predicate, and the rebuilt files that it speaks of among the subjects.</summary>
    /// <exception cref="StatementFormatException">It is anything else.</exception>
    public static RebuildPredicate Read(Statement statement)
    {
        var read = Parse(PredicateJson.Of(statement, Type));
        PredicateJson.RequireFiles(statement);
        var rebuilt = statement.Subjects.Select(static s => s.Digest).ToHashSet();
        return read.Comparisons.All(c => rebuilt.Contains(c.Rebuilt))
            ? read
            : throw new StatementFormatException("A comparison names a rebuilt file that is not among the subjects.");
    }

    private static Digest ReadDependencies(JsonMembers definition, Digest seal)
    {
        var dependencies = definition.Array("resolvedDependencies", 2, static m => m);
        if (dependencies.Length != 2)
        {
            throw definition.Fault("resolvedDependencies", "does not hold the seal and the closure");
        }

        dependencies[0].Exactly("uri", SealUri.Of(seal));
        if (dependencies[0].DigestSet("digest", Subject.VitrineRoot) != seal)
        {
            throw dependencies[0].Fault("digest", "is not the seal's root");
        }

        dependencies[0].End();
        dependencies[1].Exactly("uri", ClosureUri);
        var closure = dependencies[1].DigestSet("digest", Subject.Sha256);
        dependencies[1].End();
        return closure;
    }

    private static void WriteDependency(Utf8JsonWriter writer, string uri, string algorithm, Digest digest)
    {
        writer.WriteStartObject();
        writer.WriteString("uri", uri);
        writer.WriteDigestSet("digest", algorithm, digest);
        writer.WriteEndObject();
    }
}
