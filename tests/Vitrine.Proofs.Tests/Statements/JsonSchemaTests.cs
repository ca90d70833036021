using System.Diagnostics;
using System.Text;

namespace Vitrine.Proofs.Tests;

/// <summary>The schemas of docs/formats, as another's validator reads them: see others/schemas.py.</summary>
public sealed class JsonSchemaTests
{
    private const string Python = "/usr/bin/python3";
    private const string Missing = "This test needs Debian's validator of JSON Schema: apt install python3-jsonschema";

    private static readonly string Program = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Examples.Formats))!, "tests", "Vitrine.Proofs.Tests", "Statements", "others", "schemas.py");

    [Fact]
    public async Task Schemas_All_AreOfTheDraftAndTellExamplesFromChangedOnes()
    {
        var documents = new List<(string Schema, byte[] Json, bool IsValid)>();
        foreach (var (name, statement) in Examples.All)
        {
            documents.Add((name, statement.ToJson(), true));
            documents.AddRange(JsonEdits.Of(statement.ToJson(), StatementTests.OptionalMembers, StatementTests.OpenMembers).Select(changed => (name, changed, false)));
        }

        var answers = await AskAsync(string.Concat(documents.Select(one => $$"""{"schema":"{{one.Schema}}","document":{{Encoding.UTF8.GetString(one.Json)}}}""" + "\n")));

        Assert.Equal(documents.Count, answers.Length);
        Assert.All(documents.Zip(answers), pair => Assert.True(
            pair.Second.StartsWith(pair.First.IsValid ? "valid" : "invalid: ", StringComparison.Ordinal), $"{pair.Second}: {Encoding.UTF8.GetString(pair.First.Json)}"));
        Assert.True(documents.Count > 400, $"{documents.Count}");
    }

    [Fact]
    public void Schemas_EveryStatement_HasOneAndAnExample()
    {
        var schemas = Directory.EnumerateFiles(Path.Combine(Examples.Formats, "schema")).Select(file => Path.GetFileName(file).Replace(".schema.json", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var examples = Directory.EnumerateFiles(Path.Combine(Examples.Formats, "examples")).Select(Path.GetFileNameWithoutExtension);
        Assert.Equal(Examples.All.Keys.Append("common").Order(StringComparer.Ordinal), schemas);
        Assert.Equal(Examples.All.Keys.Order(StringComparer.Ordinal), examples.Order(StringComparer.Ordinal));
    }

    private static async Task<string[]> AskAsync(string input)
    {
        Assert.True(File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/jsonschema"), Missing);
        using var process = Process.Start(new ProcessStartInfo(Python, [Program, Path.Combine(Examples.Formats, "schema")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
