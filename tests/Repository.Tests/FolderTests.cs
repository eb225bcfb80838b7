namespace Kappa.Repository.Tests;

/// <summary>
/// Folders of tests mirror those of src, so that who changes a type finds its tests. A folder that src does not have
/// is for tests of a subject that goes over many types.
/// </summary>
public sealed class FolderTests
{
    [Fact]
    public void The_tests_of_a_type_stand_in_the_folder_of_the_type()
    {
        ILookup<string, string> types = Tree.Files("*.cs", "src").Select(Tree.Name)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), file => Path.GetDirectoryName(file)!);
        (string File, string Expected)[] tests = [.. Tree.Files("*Tests.cs", "tests").Select(Tree.Name)
            .SelectMany(file => types[Path.GetFileNameWithoutExtension(file)[..^"Tests".Length]]
                .Where(folder => file.StartsWith(TestsOf(folder), StringComparison.Ordinal))
                .Where(folder => Directory.Exists(Path.Combine(Tree.Root, SourceOf(file))))
                .Select(folder => (file, TestsOf(folder) + folder[ProjectOf(folder).Length..].TrimStart('/'))))];

        string[] wrong = [.. tests.Where(test => Path.GetDirectoryName(test.File) != test.Expected.TrimEnd('/'))
            .Select(test => $"{test.File} belongs in {test.Expected}")];

        Assert.NotEmpty(tests);
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
    }

    /// <summary>The project of a folder: <c>src/Engine</c>.</summary>
    private static string ProjectOf(string folder) => string.Join('/', folder.Split('/')[..2]);

    /// <summary>Where the tests of a folder's project are: <c>tests/Engine.Tests/</c>.</summary>
    private static string TestsOf(string folder) => $"tests/{folder.Split('/')[1]}.Tests/";

    /// <summary>The folder of src that a file of tests would mirror, whether there is one or not.</summary>
    private static string SourceOf(string file) =>
        Path.GetDirectoryName(file)!.Replace("tests/", "src/").Replace(".Tests", "");
}
