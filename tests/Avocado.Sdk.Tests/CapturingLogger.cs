using Microsoft.Build.Framework;

namespace Avocado.Sdk.Tests;

/// <summary>Keeps what a build reports.</summary>
internal sealed class CapturingLogger : ILogger
{
    public List<BuildErrorEventArgs> Errors { get; } = [];

    public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Normal;

    public string? Parameters { get; set; }

    public void Initialize(IEventSource eventSource) => eventSource.ErrorRaised += (_, e) => Errors.Add(e);

    public void Shutdown()
    {
    }
}
