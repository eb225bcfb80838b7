using System.CommandLine;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A project or an assembly that was named on the command line, and a topology of it.</summary>
internal sealed class ProjectArgument
{
    private readonly Argument<string> _project = new("PROJECT|DLL")
    {
        Description = "Folder of a topology's project, which is built when need be, or the .dll.",
    };

    private readonly Argument<string?> _topology = new("TOPOLOGY")
    {
        Description = "Name of the topology, where there are several.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Adds the project.</summary>
    public void AddTo(Command command) => command.Arguments.Add(_project);

    /// <summary>Adds the project, and a topology of it.</summary>
    public void AddWithTopologyTo(Command command)
    {
        AddTo(command);
        command.Arguments.Add(_topology);
    }

    /// <summary>Gives the assembly, built if need be.</summary>
    public Task<string> ResolveAsync(CliContext context, ParseResult parsed, CancellationToken cancellationToken) =>
        TopologyProject.ResolveAsync(parsed.GetRequiredValue(_project), context.Error.WriteLine, cancellationToken);

    /// <summary>Loads all versions of the topology, by number; of the only one where none is named.</summary>
    /// <exception cref="KappaException">
    /// KAP7101 (exit 2): there are several, and none is named. KAP5225 (exit 3): there is none of that name.
    /// </exception>
    public async Task<IReadOnlyList<Topology>> LoadAsync(
        CliContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        string file = await ResolveAsync(context, parsed, cancellationToken);
        List<(string Topology, int Version, KappaException Error)> faulty = [];
        IReadOnlyList<LoadedVersion> loaded = TopologyLoader.LoadAll(
            file, (topology, version, error) => faulty.Add((topology, version, error)));
        string[] names = [.. loaded.Select(version => version.Topology.Name)
            .Concat(faulty.Select(version => version.Topology)).Distinct().Order(StringComparer.Ordinal)];
        string? wanted = parsed.GetValue(_topology);
        wanted = wanted is not null || names.Length == 1 ? wanted ?? names[0]
            : throw CliErrors.SeveralTopologies(parsed.GetRequiredValue(_project), names);
        Topology[] versions = [.. loaded.Select(version => version.Topology)
            .Where(topology => topology.Name == wanted).OrderBy(topology => topology.Version)];
        faulty.RemoveAll(version => version.Topology != wanted);
        if (versions.Length == 0)
        {
            throw faulty.Count > 0 ? faulty[0].Error : WorkerErrors.NoSuchTopology(file, wanted, names);
        }

        faulty.ForEach(version => WriteFault(context, version.Topology, version.Version, version.Error));
        return versions;
    }

    /// <summary>Says of a version that its description is wrong; the others can be looked at.</summary>
    public static void WriteFault(CliContext context, string topology, int version, KappaException error) =>
        context.Error.WriteLine($"{topology} v{version} cannot be built: {error.Message} [{error.Code}]");

    /// <summary>Chooses a version.</summary>
    /// <param name="versions">All versions of the topology.</param>
    /// <param name="number">Its number; null takes the highest.</param>
    /// <exception cref="KappaException">KAP5210 (exit 3): there is no such version.</exception>
    public static Topology Choose(IReadOnlyList<Topology> versions, int? number) => number is null
        ? versions[^1] : versions.FirstOrDefault(version => version.Version == number) ?? throw
            WorkerErrors.NoSuchVersion(versions[0].Name, number.Value, versions.Select(version => version.Version));
}
