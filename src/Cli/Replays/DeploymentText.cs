using System.Text.Json;

namespace Kappa.Cli;

/// <summary>Prints what a deployment brought, and how to go on.</summary>
internal static class DeploymentText
{
    private static readonly string[] Buildable = ["registered", "aborted", "retired"];

    public static void Write(CliContext context, string answer, string serverText)
    {
        JsonElement[] versions = [.. JsonElement.Parse(answer).Items("versions")];
        int widest = versions.Select(version => Name(version).Length).DefaultIfEmpty().Max();
        foreach (JsonElement version in versions)
        {
            string isNew = version.Flag("new") ? "new" : "as it was";
            context.Out.WriteLine($"{Name(version).PadRight(widest)}   {version.Text("state"),-10}   {isNew}");
            foreach (string warning in Warnings(version))
            {
                context.Error.WriteLine($"warning: {Name(version)}: {Printable.Of(warning)}");
            }
        }

        foreach (JsonElement version in versions.Where(version => Buildable.Contains(version.Text("state"))))
        {
            string command =
                $"kappa replay start {version.Text("topology")} --version {version.Text("version")}{serverText}";
            context.Out.WriteLine($"  replay v{version.Text("version")}:  {ErrorPrinter.Command(context, command)}");
        }
    }

    /// <summary>What is to be said of the deployment, then of the description itself.</summary>
    private static IEnumerable<string> Warnings(JsonElement version)
    {
        IEnumerable<string?> described = version.Items("warnings").Select(warning => warning.GetString());
        return described.Prepend(version.Text("warning")).OfType<string>();
    }

    private static string Name(JsonElement version) => $"{version.Text("topology")} v{version.Text("version")}";
}
