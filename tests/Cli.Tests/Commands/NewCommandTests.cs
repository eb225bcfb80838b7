namespace Kappa.Cli.Tests;

public sealed class NewCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    [Fact]
    public async Task A_new_project_has_its_name_in_files_and_in_code()
    {
        CliResult made = await Cli.RunAsync("new", "Acme.Shop", "--into", _scratch.File("shop"));

        Assert.Equal(ExitCodes.Done, made.ExitCode);
        Assert.Contains("dotnet test", made.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_scratch.File("shop/Acme.Shop/Acme.Shop.csproj")));
        Assert.Contains(
            "namespace Acme.Shop;", File.ReadAllText(_scratch.File("shop/Acme.Shop/OrdersV1.cs")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_template_gives_a_topology_a_test_sample_data_and_a_page()
    {
        foreach (string template in ProjectTemplate.Names)
        {
            string folder = _scratch.File(template);

            CliResult made = await Cli.RunAsync("new", "Shop", "--template", template, "--into", folder, "-o", "json");

            Assert.Equal(ExitCodes.Done, made.ExitCode);
            string[] files = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)];
            Assert.Contains(files, file => file.EndsWith("V1.cs", StringComparison.Ordinal));
            Assert.Contains(files, file => file.EndsWith("Tests.cs", StringComparison.Ordinal));
            Assert.Contains(files, file => file.Contains("/input/", StringComparison.Ordinal));
            Assert.Contains(files, file => file.EndsWith("README.md", StringComparison.Ordinal));
            Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains("KappaApp", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_packages_that_a_new_project_asks_for_are_of_this_version()
    {
        await Cli.RunAsync("new", "Shop", "--into", _scratch.File("shop"));

        string version = typeof(ProjectTemplate).Assembly.GetName().Version!.ToString(3);
        Assert.Contains(
            $"Include=\"Kappa\" Version=\"{version}\"", File.ReadAllText(_scratch.File("shop/Shop/Shop.csproj")),
            StringComparison.Ordinal);
        Assert.Contains(
            $"Include=\"Kappa.Testing\" Version=\"{version}\"",
            File.ReadAllText(_scratch.File("shop/Shop.Tests/Shop.Tests.csproj")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_as_it_is()
    {
        Directory.CreateDirectory(_scratch.File("shop"));
        File.WriteAllText(_scratch.File("shop/mine.txt"), "x");

        CliResult refused = await Cli.RunAsync("new", "Shop", "--into", _scratch.File("shop"));

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains("[KAP7153, exit 5]", refused.Error, StringComparison.Ordinal);
        Assert.Equal([_scratch.File("shop/mine.txt")], Directory.GetFileSystemEntries(_scratch.File("shop")));
    }

    [Theory]
    [InlineData("1shop", "totals", "NAME")]
    [InlineData("my-shop", "totals", "NAME")]
    [InlineData("../shop", "totals", "NAME")]
    [InlineData("Shop", "windows", "--template")]
    public async Task A_name_or_a_template_that_cannot_be_is_said(string name, string template, string what)
    {
        CliResult refused = await Cli.RunAsync("new", name, "--template", template, "--into", _scratch.File("shop"));

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        Assert.Contains($"is no value for {what}", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_scratch.File("shop")));
    }

    public void Dispose() => _scratch.Dispose();
}
