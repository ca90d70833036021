namespace Vitrine.Release;

/// <summary>A system call by its numbers in the kernel's tables (arch/x86/entry/syscalls/syscall_64.tbl, asm-generic/unistd.h).</summary>
internal sealed class Syscall(string name, uint x64, uint? arm64)
{
    public static Syscall Socket { get; } = new("socket", 41, 198);

    public static Syscall SocketPair { get; } = new("socketpair", 53, 199);

    public static Syscall Clone { get; } = new("clone", 56, 220);

    public static Syscall Ioctl { get; } = new("ioctl", 16, 29);

    public static Syscall Personality { get; } = new("personality", 135, 92);

    /// <summary>Answered with ENOSYS: callers know this answer and fall back to an older call, which the filter can look into.</summary>
    public static IReadOnlyList<Syscall> Unknown { get; } =
    [
        new("clone3", 435, 435),
        new("io_uring_setup", 425, 425), new("io_uring_enter", 426, 426), new("io_uring_register", 427, 427),
    ];

    /// <summary>Answered with EPERM: no build needs them, and each has been, or leads to, a way out or a look at others.</summary>
    public static IReadOnlyList<Syscall> Forbidden { get; } =
    [
        // Other processes.
        new("ptrace", 101, 117), new("process_vm_readv", 310, 270), new("process_vm_writev", 311, 271), new("kcmp", 312, 272),
        new("pidfd_getfd", 438, 438), new("process_madvise", 440, 440), new("perf_event_open", 298, 241),
        // Keys, programs in the kernel, page faults served by the process.
        new("add_key", 248, 217), new("request_key", 249, 218), new("keyctl", 250, 219), new("bpf", 321, 280),
        new("userfaultfd", 323, 282), new("memfd_secret", 447, 447),
        // Mounts, roots and namespaces.
        new("mount", 165, 40), new("umount2", 166, 39), new("pivot_root", 155, 41), new("chroot", 161, 51),
        new("open_tree", 428, 428), new("move_mount", 429, 429), new("fsopen", 430, 430), new("fsconfig", 431, 431),
        new("fsmount", 432, 432), new("fspick", 433, 433), new("mount_setattr", 442, 442), new("statmount", 457, 457),
        new("listmount", 458, 458), new("open_tree_attr", 467, 467), new("unshare", 272, 97), new("setns", 308, 268),
        new("name_to_handle_at", 303, 264), new("open_by_handle_at", 304, 265), new("fanotify_init", 300, 262),
        // The machine.
        new("create_module", 174, null), new("init_module", 175, 105), new("finit_module", 313, 273), new("delete_module", 176, 106),
        new("kexec_load", 246, 104), new("kexec_file_load", 320, 294), new("reboot", 169, 142), new("swapon", 167, 224),
        new("swapoff", 168, 225), new("acct", 163, 89), new("quotactl", 179, 60), new("quotactl_fd", 443, 443),
        new("settimeofday", 164, 170), new("clock_settime", 227, 112), new("clock_adjtime", 305, 266), new("adjtimex", 159, 171),
        new("sethostname", 170, 161), new("setdomainname", 171, 162), new("syslog", 103, 116), new("vhangup", 153, 58),
        new("iopl", 172, null), new("ioperm", 173, null), new("modify_ldt", 154, null),
        // Long dead.
        new("uselib", 134, null), new("ustat", 136, null), new("_sysctl", 156, null), new("get_kernel_syms", 177, null),
        new("query_module", 178, null), new("nfsservctl", 180, 42), new("lookup_dcookie", 212, 18),
    ];

    public string Name => name;

    /// <summary>The number on AArch64 or x86-64; null where that table has none.</summary>
    public uint? Number(bool onArm64) => onArm64 ? arm64 : x64;
}
