using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Kappa.LogCampaign.Tests;

/// <summary>Runs the tests, or is the writing process that they kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        [Writer.Verb, ..] => Writer.Run(args[1..]),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            await TestPlatformTestFramework.RunAsync(args, (_, _) => { }),
        _ => await ConsoleRunner.Run(args),
    };
}
