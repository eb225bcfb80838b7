using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

public sealed partial class DocumentationTests
{
    private static readonly string ToDo = "TO" + "DO";

    [Fact]
    public void Links_in_documents_lead_to_files()
    {
        string[] documents =
            [.. Directory.GetFiles(Tree.Root, "*.md"), .. Tree.Files("*.md", "docs", "topologies", "bench")];

        string[] broken = [.. documents.SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(link => link.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{Tree.Name(document)} links to {target}"))];

        Assert.Empty(broken);
    }

    [Fact]
    public void The_readme_shows_the_demo_s_topology_as_it_is()
    {
        string readme = File.ReadAllText(Path.Combine(Tree.Root, "README.md"));
        string shown = readme.Split("```csharp\n")[1].Split("```")[0].Trim();
        string source = File.ReadAllText(Path.Combine(Tree.Root, "topologies", "FlightDelays", "FlightDelaysV1.cs"));

        Assert.Contains(shown, source, StringComparison.Ordinal);
    }

    [Fact]
    public void Topologies_in_documents_are_those_that_tests_run()
    {
        string[] sources = [.. Tree.Files("*.cs", "topologies", "tests").Select(File.ReadAllText)];

        string[] unknown = [.. Tree.Files("*.md", "docs").SelectMany(document => CodeBlock()
            .Matches(File.ReadAllText(document))
            .Where(block => !sources.Any(source => source.Contains(block.Groups[1].Value, StringComparison.Ordinal)))
            .Select(block => $"{Tree.Name(document)}: {block.Groups[1].Value}"))];

        Assert.Empty(unknown);
    }

    [Fact]
    public void Nothing_is_left_to_do_in_the_code()
    {
        string[] left = [.. Tree.Code.Where(file => File.ReadAllText(file).Contains(ToDo, StringComparison.Ordinal))
            .Select(Tree.Name)];

        Assert.Empty(left);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
