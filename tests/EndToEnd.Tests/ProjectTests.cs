namespace Kappa.EndToEnd.Tests;

/// <summary>Topologies from a project of one's own, which the command builds.</summary>
public sealed class ProjectTests(TreeCopy tree)
{
    [Fact]
    public void A_project_that_does_not_build_shows_the_compilers_errors()
    {
        string folder = Directory.CreateTempSubdirectory("kappa-project-").FullName;
        File.WriteAllText(Path.Combine(folder, "Wrong.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Wrong.cs"), "public class Wrong : Missing { }");

        Finished run = tree.Shell($"./kappa run {folder} --dir {Path.Combine(folder, "data")}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("[KAP5207, exit 1]", run.Errors, StringComparison.Ordinal);
        Assert.Contains("CS0246", run.Errors, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
