namespace Kappa.Crash.Tests;

/// <summary>Finds the root of the repository above the test's binaries.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Kappa.sln"))
            ? directory
            : FindRoot(Path.GetDirectoryName(directory.TrimEnd('/'))!);
}
