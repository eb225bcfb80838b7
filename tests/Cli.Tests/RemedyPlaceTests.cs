using System.CommandLine;

namespace Kappa.Cli.Tests;

/// <summary>A command that is proposed reaches what the failed one was told to reach.</summary>
public sealed class RemedyPlaceTests
{
    [Theory]
    [InlineData("kappa replay cutover words --version N")] // A placeholder is no number, and is never parsed.
    [InlineData("kappa replay cutover words")]
    [InlineData("kappa topic ls")]
    public void The_place_is_added_to_a_command_that_takes_one(string remedy) =>
        Assert.Equal($"{remedy} --server 127.0.0.1:9", Of(remedy));

    [Theory]
    [InlineData("kappa log verify DIR")]
    [InlineData("kappa topic ls --dir other")]
    [InlineData("dotnet build")]
    [InlineData("kappa nonsense words")]
    public void It_is_not_added_to_what_takes_none_or_has_its_own(string remedy) => Assert.Equal(remedy, Of(remedy));

    private static string Of(string remedy)
    {
        using var context = new CliContext
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            OpenInput = () => Stream.Null,
            Environment = _ => null,
        };
        Command root = CommandLine.CreateRoot(context);
        return RemedyPlace.Of(root, root.Parse("topic ls --server 127.0.0.1:9"), remedy);
    }
}
