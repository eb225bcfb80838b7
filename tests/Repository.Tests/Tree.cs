using System.Text.RegularExpressions;

namespace Kappa.Repository.Tests;

/// <summary>The files of the repository.</summary>
internal static partial class Tree
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Files below some folders, without what builds make.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder was renamed: a rule would hold for nothing.</exception>
    public static IEnumerable<string> Files(string pattern, params string[] folders) => folders
        .Select(folder => Path.Combine(Root, folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
        .Where(file => !BuildOutput().IsMatch(Name(file)) && !TemplateProject().IsMatch(Name(file)))
        .Order(StringComparer.Ordinal);

    public static IEnumerable<string> Code => Files("*.cs", "src", "topologies", "bench", "tests");

    /// <summary>The path below the root, for messages.</summary>
    public static string Name(string file) => Path.GetRelativePath(Root, file);

    /// <summary>The folder of the project that a file belongs to: <c>src/Engine</c>.</summary>
    public static string Project(string file) => string.Join('/', Name(file).Split('/')[..2]);

    private static string FindRoot(string directory) => File.Exists(Path.Combine(directory, "Kappa.sln"))
        ? directory : FindRoot(Path.GetDirectoryName(directory.TrimEnd('/'))!);

    /// <summary>A project of a user, as a template makes it.</summary>
    [GeneratedRegex(@"^src/Templates/content/.*\.csproj$")]
    private static partial Regex TemplateProject();

    [GeneratedRegex("(^|/)(bin|obj|artifacts)/")]
    private static partial Regex BuildOutput();
}
