using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>A code keeps its meaning for ever, and everybody can look it up.</summary>
public sealed partial class ErrorCodeTests
{
    private static readonly ILookup<string, string> Codes = Tree.Files("*.cs", "src", "bench")
        .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(code => (code.Groups[1].Value, file)))
        .ToLookup(code => code.Value, code => Tree.Name(code.file));

    [Fact]
    public void Every_code_has_an_entry_in_the_documentation()
    {
        string documentation = string.Join('\n', Tree.Files("*.md", "docs")
            .Where(file => Tree.Name(file).StartsWith("docs/errors", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        HashSet<string> explained = [.. Heading().Matches(documentation)
            .SelectMany(heading => BareCode().Matches(heading.Value)).Select(code => code.Value)];

        string[] missing = [.. Codes.Where(code => !explained.Contains(code.Key))
            .Select(code => $"{code.Key} of {code.First()}").Order(StringComparer.Ordinal)];

        Assert.NotEmpty(Codes);
        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    /// <summary>A code keeps its meaning for ever, so the entry of one that nobody raises any more stays.</summary>
    [Fact]
    public void An_entry_of_the_documentation_is_of_a_code_that_is_raised_or_says_that_it_is_not()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Tree.Root, "docs", "errors.md"));
        (string Code, bool IsRaised)[] entries = [.. lines.Index()
            .Where(line => line.Item.StartsWith("### ", StringComparison.Ordinal))
            .SelectMany(line => BareCode().Matches(line.Item).Select(code => (
                code.Value, !lines[line.Index + 1].StartsWith("No longer raised", StringComparison.Ordinal))))];

        Assert.NotEmpty(entries);
        Assert.DoesNotContain(entries, entry => entry.IsRaised != Codes.Contains(entry.Code));
    }

    [Fact]
    public void A_code_is_explained_in_the_section_of_its_number()
    {
        string section = "";
        List<string> elsewhere = [];
        foreach (string heading in Heading().Matches(File.ReadAllText(Path.Combine(Tree.Root, "docs", "errors.md")))
            .Select(heading => heading.Value))
        {
            section = heading.StartsWith("## ", StringComparison.Ordinal) ? heading : section;
            elsewhere.AddRange(BareCode().Matches(heading).Select(code => code.Value)
                .Where(code => !section.Contains(code[..5], StringComparison.Ordinal) &&
                    !section.Contains($"{code[..4]}xxx", StringComparison.Ordinal))
                .Select(code => $"{code} is in '{section}'"));
        }

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void A_code_belongs_to_one_project()
    {
        string[] shared = [.. Codes
            .Select(code => (
                code.Key, Projects: code.Select(file => string.Join('/', file.Split('/')[..2])).Distinct()))
            .Where(code => code.Projects.Count() > 1)
            .Select(code => $"{code.Key} is raised by {string.Join(" and ", code.Projects)}")];

        Assert.Empty(shared);
    }

    [GeneratedRegex("\"(KAP[0-9]{4})\"")]
    private static partial Regex Code();

    [GeneratedRegex("^#+ .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("KAP[0-9]{4}")]
    private static partial Regex BareCode();
}
