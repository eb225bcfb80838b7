using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Kappa.Worker;

/// <summary>
/// Writes errors as <c>application/problem+json</c>, with all that a command needs to print them as its own.
/// </summary>
internal static class Problem
{
    public static int StatusOf(KappaException error) => error switch
    {
        { Code: "KAP6204" } => StatusCodes.Status421MisdirectedRequest,
        { Code: "KAP5216" } => StatusCodes.Status503ServiceUnavailable,
        { ExitCode: ExitCodes.Usage } => StatusCodes.Status400BadRequest,
        { ExitCode: ExitCodes.NotFound } => StatusCodes.Status404NotFound,
        { ExitCode: ExitCodes.NotAllowed } => StatusCodes.Status401Unauthorized,
        { ExitCode: ExitCodes.Refused } => StatusCodes.Status409Conflict,
        { ExitCode: ExitCodes.TimedOut } => StatusCodes.Status504GatewayTimeout,
        { ExitCode: ExitCodes.DiskFailure or ExitCodes.Fenced } => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Answers with an error. Once the answer has begun, it becomes the last line of the stream.</summary>
    public static async Task SendAsync(HttpContext context, KappaException error)
    {
        if (context.Response.HasStarted)
        {
            await using (var line = new Utf8JsonWriter(context.Response.BodyWriter, AnswerJson.Options))
            {
                line.WriteStartObject();
                line.WritePropertyName("problem");
                Write(line, error, context.Request.Path);
                line.WriteEndObject();
            }

            await context.Response.BodyWriter.WriteAsync("\n"u8.ToArray());
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusOf(error);
        context.Response.ContentType = "application/problem+json";
        if (error.ExitCode == ExitCodes.NotAllowed)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, AnswerJson.Options);
        Write(writer, error, context.Request.Path);
    }

    private static void Write(Utf8JsonWriter writer, KappaException error, string instance)
    {
        writer.WriteStartObject();
        writer.WriteString("type", $"https://kappa.dev/errors#{error.Code}");
        writer.WriteString("title", FirstSentence(error.Message));
        writer.WriteNumber("status", StatusOf(error));
        writer.WriteString("detail", error.Message);
        writer.WriteString("instance", instance);
        writer.WriteString("code", error.Code);
        writer.WriteNumber("exitCode", error.ExitCode);
        if (error is RecordLineException line)
        {
            writer.WriteNumber("line", line.Line);
            writer.WriteNumber("acknowledged", line.Acknowledged);
        }

        writer.WriteStartArray("remedies");
        foreach (Remedy remedy in error.Remedies)
        {
            writer.WriteStartObject();
            writer.WriteString("does", remedy.Does);
            writer.WriteString("command", remedy.Command);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string FirstSentence(string message) =>
        message.IndexOf(". ", StringComparison.Ordinal) is var end and > 0 ? message[..(end + 1)] : message;
}
