using Kappa.Engine;
using Kappa.Logs;

namespace Kappa.Replay;

/// <summary>
/// Everything that an instance owns: its topics by their prefix, its state by its directory. Nothing else.
/// </summary>
internal static class InstanceData
{
    public static void Delete(ILog log, EngineSettings settings, string instance)
    {
        DeleteTopics(log, instance);
        DeleteState(settings, instance);
    }

    public static void DeleteTopics(ILog log, string instance)
    {
        string prefix = $"{instance}.";
        foreach (TopicDescription topic in log.Topics)
        {
            if (topic.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                log.DeleteTopic(topic.Name);
            }
        }
    }

    public static void DeleteState(EngineSettings settings, string instance)
    {
        if (settings.StateDirectory is null)
        {
            return;
        }

        string directory = Path.Combine(settings.StateDirectory, instance);
        if (settings.Files.DirectoryExists(directory))
        {
            settings.Files.DeleteDirectory(directory);
        }
    }
}
