using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>Who reads a comment can look up what it cites: pages and the numbers in them, in this repository.</summary>
public sealed partial class CitationTests
{
    private static readonly (string File, string Text)[] Comments =
        [.. Tree.Code.Select(file => (Tree.Name(file), CommentsOf(file)))];

    [Fact]
    public void A_page_that_a_comment_cites_is_in_the_repository()
    {
        string[] missing = [.. Comments.SelectMany(comment => Page().Matches(comment.Text)
            .Where(page => Find(comment.File, page.Value) is null)
            .Select(page => $"{comment.File} cites {page.Value}"))];

        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    [Fact]
    public void A_rule_that_a_comment_cites_by_number_is_in_its_page()
    {
        (string File, string Page, string Value)[] cited =
            [.. Comments.SelectMany(comment => Numbers().Matches(comment.Text).SelectMany(match => Number()
                .Matches(match.Groups[2].Value)
                .Select(number => (comment.File, match.Groups[1].Value, number.Value))))];

        string[] missing = [.. cited
            .Where(item => Find(item.File, item.Page) is { } page && !HasNumber(File.ReadAllText(page), item.Value))
            .Select(item => $"{item.File} cites {item.Page} {item.Value}")];

        Assert.NotEmpty(cited);
        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    [Fact]
    public void A_test_that_a_page_of_rules_names_exists()
    {
        HashSet<string?> classes = [.. Tree.Files("*.cs", "tests").Select(Path.GetFileNameWithoutExtension)];

        string[] missing = [.. Tree.Files("*.md", "docs").SelectMany(page => TestClass().Matches(File.ReadAllText(page))
            .Select(name => name.Groups[1].Value).Where(name => !classes.Contains(name))
            .Select(name => $"{Tree.Name(page)} names {name}"))];

        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    /// <summary>A page by its path from the root or from the file that cites it, or by its name in docs.</summary>
    private static string? Find(string file, string page) => new[]
    {
        Path.Combine(Tree.Root, page),
        Path.Combine(Tree.Root, "docs", page),
        Path.Combine(Tree.Root, Path.GetDirectoryName(file)!, page),
    }.FirstOrDefault(File.Exists);

    /// <summary>A number begins an item of a list, a heading or a row of a table.</summary>
    private static bool HasNumber(string page, string number) =>
        Regex.IsMatch(page, $@"^(?:#+ |- \*\*|\| )?{Regex.Escape(number)}[. ]", RegexOptions.Multiline);

    /// <summary>The comments of a file as one text, since a citation may go over the end of a line.</summary>
    private static string CommentsOf(string file) => string.Join(
        ' ', File.ReadLines(file).Select(line => Comment().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value));

    [GeneratedRegex(@"(?:^|\s)///?\s?(.*)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[A-Za-z0-9_][\w./-]*\.md\b")]
    private static partial Regex Page();

    [GeneratedRegex(@"([\w./-]*\.md),? ((?:rules? )?[0-9][0-9.]*[0-9]?(?:(?:,| and| to) [0-9][0-9.]*)*)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[0-9]+(?:\.[0-9]+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"`([A-Z]\w+(?:Tests|Contract))`")]
    private static partial Regex TestClass();
}
