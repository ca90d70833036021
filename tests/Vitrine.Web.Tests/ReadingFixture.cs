namespace Vitrine.Web.Tests;

/// <summary>The site over the sources of the log, and beside them what is hard to show: headers of two languages, nothing, bytes, a link, lines and names without end.</summary>
public sealed class ReadingFixture : SiteFixture
{
    public const string LongName = "ReleaseOfTheContinuousUpdateDistributionAgentForIndustrialControllersInItsLongTermSupportEditionForThePublicServices2026";

    public const string LongPath = "a-folder-with-a-rather-long-name/and-another-one-below-it/" + LongName + ".cs";

    private readonly string _tree = Directory.CreateTempSubdirectory("vitrine-reading-").FullName;

    protected override string Tree => _tree;

    protected override Task PrepareAsync(Vitrine.Proofs.NoteVerifier log)
    {
        foreach (var file in Directory.EnumerateFiles(Sources, "*", SearchOption.AllDirectories))
        {
            Write(Path.GetRelativePath(Sources, file), File.ReadAllText(file));
        }

        Write("include/shape.h", """
            #pragma once
            #define SHAPES 2

            namespace drawing {
            namespace detail {

            /// What is drawn.
            class Shape
            {
            public:
                virtual ~Shape();
                virtual int area() const = 0;

            private:
                const char *text = R"(two lines,
            // and no comment)";
            };

            template <typename T>
            int twice(const T &shape)
            {
                return 2 * shape.area();
            }

            } // namespace detail

            int draw(const detail::Shape &first,
                     const detail::Shape &second,
                     int times);

            inline int draw(const detail::Shape &shape) { return shape.area(); }

            } // namespace drawing

            inline int main_area() { return 0; }

            """);
        Write("include/device.h", "struct device {\n\tint class;\n\tint new;\n};\n\nstatic inline int device_new(struct device *one)\n{\n\treturn one->new;\n}\n");
        Write("empty.txt", "");
        Write("wide.c", $"static const char wide[] = \"{new string('w', 3000)}\";\n");
        Write(LongPath, $$"""
            namespace Enterprise.ContinuousUpdateDistribution.Agents.Industrial.Controllers.LongTermSupport;

            public sealed class {{LongName}}
            {
                public {{LongName}}(string {{LongName.ToLowerInvariant()}}, int times) => Times = times;

                public int Times { get; }
            }

            """);
        File.WriteAllBytes(Path.Combine(_tree, "firmware.bin"), [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
        File.CreateSymbolicLink(Path.Combine(_tree, "newest.cs"), "TileLog.cs");
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_tree, recursive: true);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_tree, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
