using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>Who looks for a type finds it by the name of its file.</summary>
public sealed partial class TypeFileTests
{
    [Fact]
    public void A_file_has_one_type_and_the_type_s_name()
    {
        (string File, string[] Types)[] files =
            [.. Tree.Code.Select(file => (file, TypesOf(File.ReadAllText(file)))).Where(file => file.Item2.Length > 0)];

        string[] wrong = [.. files.Where(file => !IsNamedFor(Path.GetFileNameWithoutExtension(file.File), file.Types))
            .Select(file => $"{Tree.Name(file.File)} has {string.Join(" and ", file.Types)}")];

        Assert.True(files.Length > 1_000, $"Only {files.Length} files have types: this test proves little.");
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("Cut", "public readonly record struct Cut(long Number);", true)]
    [InlineData("Cut", "internal static class Slice\n{\n}", false)]
    [InlineData("Cut", "internal class Cut\n{\n    private class Inner\n    {\n    }\n}", true)]
    [InlineData("Cut", "internal class Cut\n{\n}\n\ninternal enum CutKind\n{\n}", false)]
    [InlineData("CutOf", "internal sealed class Cut<T>\n{\n}", true)]
    [InlineData("CutOf", "internal sealed class Cut\n{\n}", false)]
    public void Its_own_reading_of_types_finds_those_that_are_in_no_other(string file, string text, bool isRight) =>
        Assert.Equal(isRight, IsNamedFor(file, TypesOf(text)));

    /// <summary>A generic type beside one that is not has a file of its own: <c>ProducedOf.cs</c>.</summary>
    private static bool IsNamedFor(string file, string[] types) => types is [string type]
        && (file == type.TrimEnd('<') || file.StartsWith($"{type.TrimEnd('<')}.", StringComparison.Ordinal)
            || (type.EndsWith('<') && file == type.TrimEnd('<') + "Of"));

    private static string[] TypesOf(string text) =>
        [.. Type().Matches(text).Select(type => type.Groups[1].Value).Distinct()];

    [GeneratedRegex(
        @"^(?:public|internal|file)\s(?:\w+\s)*?(?:class|struct|interface|enum|record)\s+" +
        @"(?:struct\s+|class\s+)?(\w+<?)",
        RegexOptions.Multiline)]
    private static partial Regex Type();
}
