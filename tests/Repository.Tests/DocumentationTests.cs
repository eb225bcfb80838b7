using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

public sealed partial class DocumentationTests
{
    private static readonly string[] ToDo = ["TO" + "DO", "FIX" + "ME"];

    private static string[] Documents =>
        [.. Directory.GetFiles(Tree.Root, "*.md"), .. Tree.Files("*.md", "docs", "topologies", "bench")];

    [Fact]
    public void Links_in_documents_lead_to_files()
    {
        string[] broken = [.. Documents.SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(link => link.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{Tree.Name(document)} links to {target}"))];

        Assert.Empty(broken);
    }

    [Fact]
    public void Links_to_a_heading_lead_to_one()
    {
        (string From, string To, string Heading)[] links = [.. Documents.SelectMany(document => Link()
            .Matches(File.ReadAllText(document)).Select(link => link.Groups[1].Value)
            .Where(target => target.Contains('#') && !target.Contains("://", StringComparison.Ordinal))
            .Select(target => target.Split('#'))
            .Select(target => (document, target[0].Length == 0
                ? document : Path.Combine(Path.GetDirectoryName(document)!, target[0]), target[1])))];

        string[] broken = [.. links.Where(link => File.Exists(link.To) && !File.ReadLines(link.To)
                .Any(line => line.StartsWith('#') && Anchor(line) == link.Heading))
            .Select(link => $"{Tree.Name(link.From)} links to {link.Heading} of {Tree.Name(link.To)}")];

        Assert.NotEmpty(links);
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
        string[] sources =
            [.. Tree.Files("*.cs", "topologies", "tests").Select(file => Unindented(File.ReadAllText(file)))];

        string[] unknown = [.. Tree.Files("*.md", "docs")
            .Where(document => Tree.Name(document) != "docs/analyzers.md") // Its tests read the page itself.
            .SelectMany(document => CodeBlock()
            .Matches(File.ReadAllText(document))
            .Select(block => Unindented(block.Groups[1].Value))
            .Where(block => !sources.Any(source => source.Contains(block, StringComparison.Ordinal)))
            .Select(block => $"{Tree.Name(document)}: {block}"))];

        Assert.Empty(unknown);
    }

    [Fact]
    public void Nothing_is_left_to_do_in_the_code()
    {
        string[] left = [.. Tree.Code.Where(file => ToDo.Any(File.ReadAllText(file).Contains)).Select(Tree.Name)];

        Assert.Empty(left);
    }

    /// <summary>A page has less indentation than the test that it shows a part of.</summary>
    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));

    /// <summary>How GitHub names a heading in links.</summary>
    private static string Anchor(string heading) =>
        NoAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
