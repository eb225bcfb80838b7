namespace Kappa.Tests;

/// <summary>
/// Finds the script with Kafka's own tools: KAPPA_KAFKA_TOOL, or shared/kafka/kafka beside the repository.
/// </summary>
internal static class KafkaTool
{
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("KAPPA_KAFKA_TOOL") is { Length: > 0 } given)
        {
            return given;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string tool = Path.Combine(at.FullName, "shared", "kafka", "kafka");
            if (File.Exists(tool))
            {
                return tool;
            }
        }

        return null;
    }
}
